-- Une base de la version 1.0 (MariaDB), préparée et employée par le programme d'alors.
CREATE TABLE `client` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `email` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `nom` varchar(100) NOT NULL,
  `prenom` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `client_email` (`email`)
) ENGINE=InnoDB AUTO_INCREMENT=13 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `client` VALUES (1,'camille.martin@example.com','Martin','Camille');
INSERT INTO `client` VALUES (2,'ines.benali@example.com','Benali','Inès');
INSERT INTO `client` VALUES (3,'theo.lefevre@example.com','Lefèvre','Théo');
INSERT INTO `client` VALUES (4,'jose.garcia@example.com','Garcia','José');
INSERT INTO `client` VALUES (5,'josé.garcia@example.com','García','José');
INSERT INTO `client` VALUES (6,'maelle.legoff@example.com','Le Goff','Maëlle');
INSERT INTO `client` VALUES (7,'lucas.moreau@example.com','Moreau','Lucas');
INSERT INTO `client` VALUES (8,'aicha.diallo@example.com','Diallo','Aïcha');
INSERT INTO `client` VALUES (9,'chloe.dubois@example.com','Dubois','Chloé');
INSERT INTO `client` VALUES (10,'francois.roux@example.com','Roux','François');
INSERT INTO `client` VALUES (11,'noemie.petit@example.com','Petit','Noémie');
INSERT INTO `client` VALUES (12,'hugo.nguyen@example.com','Nguyen','Hugo');
CREATE TABLE `commande` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `id_client` bigint(20) NOT NULL,
  `reference` varchar(64) DEFAULT NULL,
  `date_commande` date DEFAULT NULL,
  `montant` decimal(12,2) DEFAULT NULL,
  `nb_articles` int(11) DEFAULT NULL,
  `statut` varchar(32) DEFAULT NULL,
  `transporteur` varchar(64) DEFAULT NULL,
  `numero_suivi` varchar(64) DEFAULT NULL,
  `date_livraison_prevue` date DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `commande_reference` (`reference`),
  KEY `commande_par_client` (`id_client`,`date_commande`),
  CONSTRAINT `commande_client` FOREIGN KEY (`id_client`) REFERENCES `client` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=127 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `commande` VALUES (101,1,'CMD-2024-001','2026-11-22',64.90,2,'expédiée','Colissimo','6A12345678901','2026-11-30');
INSERT INTO `commande` VALUES (102,1,NULL,'2026-05-12',29.00,1,'livrée','Colissimo','6A12345678902','2026-05-17');
INSERT INTO `commande` VALUES (103,2,'CMD-2024-002','2026-11-19',119.80,3,'expédiée','Chronopost','XY987654321FR','2026-11-25');
INSERT INTO `commande` VALUES (104,3,'CMD-2024-003','2026-11-26',45.50,1,'en préparation',NULL,NULL,'2026-12-03');
INSERT INTO `commande` VALUES (105,3,NULL,'2026-07-31',18.00,1,'livrée','Mondial Relay','24680135','2026-08-08');
INSERT INTO `commande` VALUES (106,4,'CMD-2024-004','2026-11-16',210.00,4,'livrée','Colissimo','6A12345678906','2026-11-21');
INSERT INTO `commande` VALUES (107,5,'CMD-2024-005','2026-11-24',75.20,2,'en attente',NULL,NULL,'2026-12-06');
INSERT INTO `commande` VALUES (108,6,'CMD-2024-006','2026-11-13',1234.50,6,'expédiée','UPS',NULL,'2026-11-29');
INSERT INTO `commande` VALUES (109,6,'CMD-2024-007','2026-10-29',52.00,1,'annulée',NULL,NULL,NULL);
INSERT INTO `commande` VALUES (110,7,'CMD-2024-008','2026-11-03',89.90,2,'remboursée','Colissimo','6A12345678910','2026-11-10');
INSERT INTO `commande` VALUES (111,7,NULL,'2026-11-20',34.90,1,'livrée','Mondial Relay','24680111','2026-11-24');
INSERT INTO `commande` VALUES (112,8,'CMD-2024-009','2026-11-25',149.00,1,'en préparation',NULL,NULL,'2026-12-02');
INSERT INTO `commande` VALUES (113,8,'CMD-2024-010','2026-10-14',22.50,3,'livrée','Colissimo','6A12345678913','2026-10-19');
INSERT INTO `commande` VALUES (114,9,'CMD-2024-011','2026-11-08',67.00,2,'en préparation',NULL,NULL,'2026-11-23');
INSERT INTO `commande` VALUES (115,10,'CMD-2024-012','2026-11-18',99.99,1,'livrée','Chronopost','XY123456789FR','2026-11-20');
INSERT INTO `commande` VALUES (116,10,NULL,'2026-09-14',41.00,2,'livrée','Colissimo','6A12345678916','2026-09-19');
INSERT INTO `commande` VALUES (117,11,'CMD-2024-013','2026-11-23',58.30,2,'expédiée','Colissimo','6A12345678917','2026-11-29');
INSERT INTO `commande` VALUES (118,11,'CMD-2024-014','2026-11-14',12.90,1,'livrée','Mondial Relay','24680118','2026-11-19');
INSERT INTO `commande` VALUES (119,12,NULL,'2026-08-30',310.00,5,'livrée','UPS','1ZDEMO000000000119','2026-09-05');
INSERT INTO `commande` VALUES (120,12,'CMD-2024-015','2026-08-20',27.40,1,'remboursée',NULL,NULL,NULL);
INSERT INTO `commande` VALUES (121,2,NULL,'2026-09-24',15.00,1,'annulée',NULL,NULL,NULL);
INSERT INTO `commande` VALUES (122,4,NULL,'2026-02-01',84.00,3,'livrée','Colissimo','6A12345678922','2026-02-06');
INSERT INTO `commande` VALUES (123,9,'CMD-2024-016','2026-11-27',39.90,1,'en attente',NULL,NULL,'2026-12-04');
INSERT INTO `commande` VALUES (124,5,'CMD-2024-017','2026-11-10',61.70,2,'livrée','Chronopost','XY555666777FR','2026-11-15');
INSERT INTO `commande` VALUES (125,8,NULL,'2025-10-24',73.00,2,'livrée','Colissimo','6A12345678925','2025-10-30');
INSERT INTO `commande` VALUES (126,6,'CMD-2024-018','2026-10-04',44.00,1,'livrée','Colissimo','6A12345678926','2026-10-09');
CREATE TABLE `journal` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `rangement` varchar(16) NOT NULL,
  `ticket_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `tour` int(11) NOT NULL,
  `etat` varchar(16) NOT NULL,
  `jeton` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `travailleur` varchar(100) NOT NULL,
  `bail_fin` datetime(6) NOT NULL,
  `recu_le` datetime(6) DEFAULT NULL,
  `decide_le` datetime(6) DEFAULT NULL,
  `delai_s` double DEFAULT NULL,
  `duree_ms` double DEFAULT NULL,
  `statut` varchar(32) DEFAULT NULL,
  `categorie` varchar(100) DEFAULT NULL,
  `confiance` double DEFAULT NULL,
  `attente` varchar(500) DEFAULT NULL,
  `raisons` mediumtext DEFAULT NULL,
  `modele_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `modele_empreinte` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `regles_empreinte` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `maintenant` datetime(6) DEFAULT NULL,
  `id_commande` bigint(20) DEFAULT NULL,
  `etat_commande` varchar(32) DEFAULT NULL,
  `polissage` varchar(64) DEFAULT NULL,
  `jetons_entree` int(11) DEFAULT NULL,
  `jetons_sortie` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `journal_ticket` (`rangement`,`ticket_id`,`tour`),
  KEY `journal_statut` (`etat`,`statut`,`delai_s`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `journal` VALUES (1,'sql','1',1,'fait','cf82ae97be3545719e720acde0f4dc9a','poste:1','2026-11-28 02:27:06.872507','2026-11-28 02:22:05.868474','2026-11-28 02:22:06.794915',0.926441,49.84251800033235,'Traité automatiquement','Retard de livraison',0.9812,'','[{\"mot\": \"Où est mon colis\", \"position\": 0, \"categorie\": \"Retard de livraison\", \"poids\": 6.0}, {\"mot\": \"Où est mon\", \"position\": 0, \"categorie\": \"Retard de livraison\", \"poids\": 1.0}, {\"mot\": \"rien reçu\", \"position\": 27, \"categorie\": \"Retard de livraison\", \"poids\": 3.0}]','2','758b91cad8544877674410fc990f12444d1eb65a7eca8c25a555987b682c528c','7030731d62c8db9f71e1f92d6762a3acda9b3abca8756138881383a7140f2412','2026-11-28 02:22:06.794915',101,'expédiée',NULL,0,0);
INSERT INTO `journal` VALUES (2,'sql','2',1,'fait','cf82ae97be3545719e720acde0f4dc9a','poste:1','2026-11-28 02:27:06.872507','2026-11-28 02:22:05.884697','2026-11-28 02:22:06.844795',0.960098,1.963390000128129,'Traité automatiquement','Retard de livraison',0.9775,'','[{\"mot\": \"en retard\", \"position\": 34, \"categorie\": \"Retard de livraison\", \"poids\": 3.0}, {\"mot\": \"quand arrive\", \"position\": 45, \"categorie\": \"Retard de livraison\", \"poids\": 6.0}]','2','758b91cad8544877674410fc990f12444d1eb65a7eca8c25a555987b682c528c','7030731d62c8db9f71e1f92d6762a3acda9b3abca8756138881383a7140f2412','2026-11-28 02:22:06.844795',103,'expédiée',NULL,0,0);
INSERT INTO `journal` VALUES (3,'sql','3',1,'fait','cf82ae97be3545719e720acde0f4dc9a','poste:1','2026-11-28 02:27:06.872507','2026-11-28 02:22:05.909701','2026-11-28 02:22:06.846780',0.937079,24.033394000070984,'Traité automatiquement','Remboursement',0.9775,'','[{\"mot\": \"voudrais être remboursé\", \"position\": 3, \"categorie\": \"Remboursement\", \"poids\": 9.0}]','5','dcfbec0cb7dc428e9bf0662aadaf93479b70ec1b0a03865363c2fc7c15cf9f8b','7030731d62c8db9f71e1f92d6762a3acda9b3abca8756138881383a7140f2412','2026-11-28 02:22:06.846780',104,'en préparation',NULL,0,0);
INSERT INTO `journal` VALUES (4,'sql','5',1,'fait','e340678104e34f4a953372e1593f292b','poste:1','2026-11-28 02:22:07.762353','2026-11-28 02:22:07.670090','2026-11-28 02:22:07.670090',0,72.30338499994104,'Traité automatiquement','Retard de livraison',0.9725,'','[{\"mot\": \"Où en est ma commande\", \"position\": 0, \"categorie\": \"Retard de livraison\", \"poids\": 6.0}, {\"mot\": \"Où en est\", \"position\": 0, \"categorie\": \"Retard de livraison\", \"poids\": 2.0}]','3','3f537164997bc03796ea47ce192b38c76ee21f20ac8a0fa100ec8103337d58bc','7030731d62c8db9f71e1f92d6762a3acda9b3abca8756138881383a7140f2412','2026-11-28 02:22:07.670090',108,'expédiée',NULL,0,0);
CREATE TABLE `reponse_type` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `categorie` varchar(100) NOT NULL,
  `texte` mediumtext NOT NULL,
  PRIMARY KEY (`id`),
  KEY `reponse_type_categorie` (`categorie`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `reponse_type` VALUES (1,'Retard de livraison','Bonjour {prenom_client},\n\nNous sommes désolés que votre commande n° {id_commande} du {date_commande} se fasse attendre. Elle nous a quittés avec {transporteur|notre transporteur}, sous le numéro de suivi {numero_suivi} : {lien_suivi}\n\nSi le suivi n\'a pas avancé d\'ici {delai_reponse}, répondez simplement à ce message et nous interrogerons le transporteur.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (2,'Retard de livraison','Bonjour {prenom_client},\n\nNous sommes désolés que votre commande n° {id_commande} du {date_commande} se fasse attendre. Elle nous a quittés avec {transporteur|notre transporteur}, sous le numéro de suivi {numero_suivi}, que vous pouvez saisir sur son site pour suivre votre colis.\n\nSi le suivi n\'a pas avancé d\'ici {delai_reponse}, répondez simplement à ce message et nous interrogerons le transporteur.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (3,'Retard de livraison','Bonjour {prenom_client},\n\nNous sommes désolés que votre commande n° {id_commande} du {date_commande} se fasse attendre. Elle est actuellement « {statut_commande} », et sa livraison est prévue pour le {date_livraison_prevue}.\n\nNous vérifions où elle en est et revenons vers vous sous {delai_reponse}.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (4,'Retard de livraison','Bonjour {prenom_client},\n\nNous sommes désolés que votre commande n° {id_commande} du {date_commande} se fasse attendre. Elle est actuellement « {statut_commande} ».\n\nNous vérifions où elle en est et revenons vers vous sous {delai_reponse}.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (5,'Remboursement','Bonjour {prenom_client},\n\nNous avons bien reçu votre demande au sujet de la commande n° {id_commande} du {date_commande}, d\'un montant de {montant}. Une personne de notre équipe l\'examine et vous dira la suite sous {delai_reponse}.\n\nD\'ici là, vous n\'avez rien d\'autre à faire.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (6,'Produit défectueux','Bonjour {prenom_client},\n\nNous sommes désolés que votre commande n° {id_commande} du {date_commande} ne vous donne pas satisfaction, et vous remercions de nous l\'avoir signalé. Une personne de notre équipe revient vers vous sous {delai_reponse} avec la solution adaptée.\n\nSi vous le pouvez, répondez à ce message avec une photo de l\'article et de son emballage : elle nous aidera à aller plus vite.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (7,'Information commande','Bonjour {prenom_client},\n\nVoici où en est votre commande n° {id_commande} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande} ;\n- transporteur : {transporteur}, suivi {numero_suivi}.\n\nS\'il vous manque une information, répondez à ce message : nous vous la donnerons sous {delai_reponse}.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (8,'Information commande','Bonjour {prenom_client},\n\nVoici où en est votre commande n° {id_commande} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande}.\n\nS\'il vous manque une information, répondez à ce message : nous vous la donnerons sous {delai_reponse}.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
INSERT INTO `reponse_type` VALUES (9,'Non classé','Bonjour {prenom_client|et merci de votre message},\n\nVotre message nous est bien parvenu. Une personne de notre équipe le lit et vous répond sous {delai_reponse}.\n\nBien à vous,\nLe service client de {nom_boutique|la boutique}');
CREATE TABLE `texte_long` (
  `rangement` varchar(16) NOT NULL,
  `ticket_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `champ` varchar(32) NOT NULL,
  `texte` longtext NOT NULL,
  PRIMARY KEY (`rangement`,`ticket_id`,`champ`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE `ticket` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `email` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `nom` varchar(200) NOT NULL,
  `id_commande` bigint(20) DEFAULT NULL,
  `message` mediumtext NOT NULL,
  `categorie` varchar(100) DEFAULT NULL,
  `reponse` mediumtext DEFAULT NULL,
  `statut` varchar(32) DEFAULT NULL,
  `confiance` double DEFAULT NULL,
  `attente` varchar(500) DEFAULT NULL,
  `cree_le` datetime(6) NOT NULL,
  `traite_le` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `ticket_statut` (`statut`,`id`),
  KEY `ticket_email` (`email`)
) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO `ticket` VALUES (1,'camille.martin@example.com','Camille Martin',NULL,'Où est mon colis ? Je n\'ai rien reçu.','Retard de livraison','Bonjour Camille,\n\nNous sommes désolés que votre commande n° 101 du 22 novembre 2026 se fasse attendre. Elle nous a quittés avec Colissimo, sous le numéro de suivi 6A12345678901, que vous pouvez saisir sur son site pour suivre votre colis.\n\nSi le suivi n\'a pas avancé d\'ici 48 heures, répondez simplement à ce message et nous interrogerons le transporteur.\n\nBien à vous,\nLe service client de la boutique','Traité automatiquement',0.9812,'','2026-11-28 02:22:05.868474','2026-11-28 02:22:06.794915');
INSERT INTO `ticket` VALUES (2,'ines.benali@example.com','Inès Benali',103,'Bonjour. Ma commande est annoncée en retard, quand arrive-t-elle ?','Retard de livraison','Bonjour Inès,\n\nNous sommes désolés que votre commande n° 103 du 19 novembre 2026 se fasse attendre. Elle nous a quittés avec Chronopost, sous le numéro de suivi XY987654321FR, que vous pouvez saisir sur son site pour suivre votre colis.\n\nSi le suivi n\'a pas avancé d\'ici 48 heures, répondez simplement à ce message et nous interrogerons le transporteur.\n\nBien à vous,\nLe service client de la boutique','Traité automatiquement',0.9775,'','2026-11-28 02:22:05.884697','2026-11-28 02:22:06.844795');
INSERT INTO `ticket` VALUES (3,'theo.lefevre@example.com','Théo Lefèvre',NULL,'Je voudrais être remboursé de la commande 104.','Remboursement','Bonjour Théo,\n\nNous avons bien reçu votre demande au sujet de la commande n° 104 du 26 novembre 2026, d\'un montant de 45,50 €. Une personne de notre équipe l\'examine et vous dira la suite sous 48 heures.\n\nD\'ici là, vous n\'avez rien d\'autre à faire.\n\nBien à vous,\nLe service client de la boutique','Traité automatiquement',0.9775,'','2026-11-28 02:22:05.909701','2026-11-28 02:22:06.846780');
INSERT INTO `ticket` VALUES (4,'inconnue@example.com','inconnue@example.com',NULL,'« Été » à l\'œuvre : un accent, une apostrophe.',NULL,NULL,'Nouveau',NULL,NULL,'2026-11-28 02:22:05.917770',NULL);
INSERT INTO `ticket` VALUES (5,'maelle.legoff@example.com','Maëlle Le Goff',108,'Où en est ma commande CMD-2024-006 ?','Retard de livraison','Bonjour Maëlle,\n\nNous sommes désolés que votre commande n° 108 du 13 novembre 2026 se fasse attendre. Elle est actuellement « expédiée », et sa livraison est prévue pour le 29 novembre 2026.\n\nNous vérifions où elle en est et revenons vers vous sous 48 heures.\n\nBien à vous,\nLe service client de la boutique','Traité automatiquement',0.9725,'','2026-11-28 02:22:07.742447','2026-11-28 02:22:07.670090');
