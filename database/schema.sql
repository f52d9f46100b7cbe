-- Tables et données d'exemple, pour MySQL et MariaDB.
--
--   mysql -u root -p crm_ecommerce < database/schema.sql
--
-- « python main.py --setup » donne le même résultat. Ce fichier peut être rechargé sans risque :
-- il crée ce qui manque, ne change rien de ce qui existe, et ne remplit que les tables qu'il vient
-- de créer. Les dates d'exemple sont comptées depuis le jour du chargement. S'il a créé
-- toutes les tables du programme, il inscrit la révision de la base ; sinon, lancez ensuite
-- « python main.py --setup », qui achève et met à jour.
--
-- Écrit par « python scripts/make_schema.py » d'après database/tables.py et database/demo.py.

SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;

SET @client_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'client');
SET @commande_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'commande');
SET @reponse_type_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'reponse_type');
SET @ticket_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'ticket');
SET @texte_long_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'texte_long');
SET @journal_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'journal');
SET @expediteur_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'expediteur');
SET @envoi_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'envoi');
SET @recu_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'recu');
SET @installation_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'installation');
SET @alembic_version_neuve = NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'alembic_version');

CREATE TABLE IF NOT EXISTS installation (
  piece VARCHAR(32) NOT NULL,
  etat VARCHAR(16) NOT NULL,
  PRIMARY KEY (piece)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT IGNORE INTO installation (piece, etat) VALUES
  ('client', IF(@client_neuve AND @commande_neuve, 'a_remplir', 'deja_la')),
  ('commande', IF(@client_neuve AND @commande_neuve, 'a_remplir', 'deja_la')),
  ('reponse_type', IF(@reponse_type_neuve, 'a_remplir', 'deja_la'));

CREATE TABLE IF NOT EXISTS client (
  id BIGINT NOT NULL AUTO_INCREMENT,
  email VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  nom VARCHAR(100) NOT NULL,
  prenom VARCHAR(100) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT client_email UNIQUE (email)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS commande (
  id BIGINT NOT NULL AUTO_INCREMENT,
  id_client BIGINT NOT NULL,
  reference VARCHAR(64),
  date_commande DATE,
  montant NUMERIC(12, 2),
  nb_articles INTEGER,
  statut VARCHAR(32),
  transporteur VARCHAR(64),
  numero_suivi VARCHAR(64),
  date_livraison_prevue DATE,
  PRIMARY KEY (id),
  CONSTRAINT commande_reference UNIQUE (reference),
  CONSTRAINT commande_client FOREIGN KEY(id_client) REFERENCES client (id),
  INDEX commande_par_client (id_client, date_commande)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS reponse_type (
  id BIGINT NOT NULL AUTO_INCREMENT,
  categorie VARCHAR(100) NOT NULL,
  texte MEDIUMTEXT NOT NULL,
  demande VARCHAR(64),
  etats VARCHAR(100),
  PRIMARY KEY (id),
  INDEX reponse_type_categorie (categorie)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS ticket (
  id BIGINT NOT NULL AUTO_INCREMENT,
  email VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  nom VARCHAR(200) NOT NULL,
  id_commande BIGINT,
  message MEDIUMTEXT NOT NULL,
  categorie VARCHAR(100),
  reponse MEDIUMTEXT,
  brouillon_ia MEDIUMTEXT,
  statut VARCHAR(32),
  confiance DOUBLE,
  attente VARCHAR(500),
  cree_le DATETIME(6) NOT NULL,
  traite_le DATETIME(6),
  issue VARCHAR(16),
  demande VARCHAR(64),
  urgent BOOL,
  reference_citee VARCHAR(64),
  PRIMARY KEY (id),
  INDEX ticket_email (email),
  INDEX ticket_statut (statut, id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS texte_long (
  rangement VARCHAR(16) NOT NULL,
  ticket_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  champ VARCHAR(32) NOT NULL,
  texte LONGTEXT NOT NULL,
  PRIMARY KEY (rangement, ticket_id, champ)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS journal (
  id BIGINT NOT NULL AUTO_INCREMENT,
  rangement VARCHAR(16) NOT NULL,
  ticket_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  tour INTEGER NOT NULL,
  etat VARCHAR(16) NOT NULL,
  jeton VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  travailleur VARCHAR(100) NOT NULL,
  bail_fin DATETIME(6) NOT NULL,
  recu_le DATETIME(6),
  decide_le DATETIME(6),
  delai_s DOUBLE,
  duree_ms DOUBLE,
  statut VARCHAR(32),
  categorie VARCHAR(100),
  confiance DOUBLE,
  attente VARCHAR(500),
  raisons MEDIUMTEXT,
  modele_id VARCHAR(64) COLLATE utf8mb4_bin,
  modele_empreinte VARCHAR(64) COLLATE utf8mb4_bin,
  regles_empreinte VARCHAR(64) COLLATE utf8mb4_bin,
  maintenant DATETIME(6),
  id_commande BIGINT,
  etat_commande VARCHAR(32),
  polissage VARCHAR(64),
  jetons_entree INTEGER,
  jetons_sortie INTEGER,
  issue VARCHAR(16),
  demande VARCHAR(64),
  PRIMARY KEY (id),
  CONSTRAINT journal_ticket UNIQUE (rangement, ticket_id, tour),
  INDEX journal_statut (etat, statut, delai_s)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS expediteur (
  cle VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  dernier_ticket VARCHAR(64) COLLATE utf8mb4_bin,
  dernier_le DATETIME(6),
  PRIMARY KEY (cle)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS envoi (
  rang BIGINT NOT NULL AUTO_INCREMENT,
  id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  rangement VARCHAR(16) NOT NULL,
  ticket_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  etat VARCHAR(16) NOT NULL,
  issue VARCHAR(16) NOT NULL,
  destinataire VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
  texte MEDIUMTEXT NOT NULL,
  empreinte VARCHAR(64) COLLATE utf8mb4_bin,
  jeton VARCHAR(64) COLLATE utf8mb4_bin,
  decide_le DATETIME(6) NOT NULL,
  change_le DATETIME(6) NOT NULL,
  PRIMARY KEY (rang),
  CONSTRAINT envoi_id UNIQUE (id),
  CONSTRAINT envoi_texte UNIQUE (rangement, ticket_id, empreinte),
  INDEX envoi_etat (etat, rang),
  INDEX envoi_jeton (jeton)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS recu (
  rangement VARCHAR(16) NOT NULL,
  cle VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  ticket_id VARCHAR(64) COLLATE utf8mb4_bin,
  commence_le DATETIME(6) NOT NULL,
  bail_fin DATETIME(6) NOT NULL,
  PRIMARY KEY (rangement, cle),
  INDEX recu_ticket (rangement, ticket_id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;

START TRANSACTION;

SET @exemples = EXISTS (SELECT 1 FROM installation WHERE piece IN ('client', 'commande')
  AND etat = 'a_remplir') AND NOT EXISTS (SELECT 1 FROM client) AND NOT EXISTS (SELECT 1 FROM commande);
SET @modeles = EXISTS (SELECT 1 FROM installation WHERE piece IN ('reponse_type')
  AND etat = 'a_remplir') AND NOT EXISTS (SELECT 1 FROM reponse_type);

INSERT INTO client (id, email, nom, prenom)
SELECT id, email, nom, prenom FROM (
  SELECT 1 AS id, 'camille.martin@example.com' AS email, 'Martin' AS nom, 'Camille' AS prenom UNION ALL
  SELECT 2, 'ines.benali@example.com', 'Benali', 'Inès' UNION ALL
  SELECT 3, 'theo.lefevre@example.com', 'Lefèvre', 'Théo' UNION ALL
  SELECT 4, 'jose.garcia@example.com', 'Garcia', 'José' UNION ALL
  SELECT 5, 'josé.garcia@example.com', 'García', 'José' UNION ALL
  SELECT 6, 'maelle.legoff@example.com', 'Le Goff', 'Maëlle' UNION ALL
  SELECT 7, 'lucas.moreau@example.com', 'Moreau', 'Lucas' UNION ALL
  SELECT 8, 'aicha.diallo@example.com', 'Diallo', 'Aïcha' UNION ALL
  SELECT 9, 'chloe.dubois@example.com', 'Dubois', 'Chloé' UNION ALL
  SELECT 10, 'francois.roux@example.com', 'Roux', 'François' UNION ALL
  SELECT 11, 'noemie.petit@example.com', 'Petit', 'Noémie' UNION ALL
  SELECT 12, 'hugo.nguyen@example.com', 'Nguyen', 'Hugo'
) AS exemples WHERE @exemples;

INSERT INTO commande (id, id_client, reference, date_commande, montant, nb_articles, statut, transporteur, numero_suivi, date_livraison_prevue)
SELECT id, id_client, reference, date_commande, montant, nb_articles, statut, transporteur, numero_suivi, date_livraison_prevue FROM (
  SELECT 101 AS id, 1 AS id_client, 'CMD-2024-001' AS reference, CURDATE() - INTERVAL 6 DAY AS date_commande, 64.90 AS montant, 2 AS nb_articles, 'expédiée' AS statut, 'Colissimo' AS transporteur, '6A12345678901' AS numero_suivi, CURDATE() + INTERVAL 2 DAY AS date_livraison_prevue UNION ALL
  SELECT 102, 1, NULL, CURDATE() - INTERVAL 200 DAY, 29.00, 1, 'livrée', 'Colissimo', '6A12345678902', CURDATE() - INTERVAL 195 DAY UNION ALL
  SELECT 103, 2, 'CMD-2024-002', CURDATE() - INTERVAL 9 DAY, 119.80, 3, 'expédiée', 'Chronopost', 'XY987654321FR', CURDATE() - INTERVAL 3 DAY UNION ALL
  SELECT 104, 3, 'CMD-2024-003', CURDATE() - INTERVAL 2 DAY, 45.50, 1, 'en préparation', NULL, NULL, CURDATE() + INTERVAL 5 DAY UNION ALL
  SELECT 105, 3, NULL, CURDATE() - INTERVAL 120 DAY, 18.00, 1, 'livrée', 'Mondial Relay', '24680135', CURDATE() - INTERVAL 112 DAY UNION ALL
  SELECT 106, 4, 'CMD-2024-004', CURDATE() - INTERVAL 12 DAY, 210.00, 4, 'livrée', 'Colissimo', '6A12345678906', CURDATE() - INTERVAL 7 DAY UNION ALL
  SELECT 107, 5, 'CMD-2024-005', CURDATE() - INTERVAL 4 DAY, 75.20, 2, 'en attente', NULL, NULL, CURDATE() + INTERVAL 8 DAY UNION ALL
  SELECT 108, 6, 'CMD-2024-006', CURDATE() - INTERVAL 15 DAY, 1234.50, 6, 'expédiée', 'UPS', NULL, CURDATE() + INTERVAL 1 DAY UNION ALL
  SELECT 109, 6, 'CMD-2024-007', CURDATE() - INTERVAL 30 DAY, 52.00, 1, 'annulée', NULL, NULL, NULL UNION ALL
  SELECT 110, 7, 'CMD-2024-008', CURDATE() - INTERVAL 25 DAY, 89.90, 2, 'remboursée', 'Colissimo', '6A12345678910', CURDATE() - INTERVAL 18 DAY UNION ALL
  SELECT 111, 7, NULL, CURDATE() - INTERVAL 8 DAY, 34.90, 1, 'livrée', 'Mondial Relay', '24680111', CURDATE() - INTERVAL 4 DAY UNION ALL
  SELECT 112, 8, 'CMD-2024-009', CURDATE() - INTERVAL 3 DAY, 149.00, 1, 'en préparation', NULL, NULL, CURDATE() + INTERVAL 4 DAY UNION ALL
  SELECT 113, 8, 'CMD-2024-010', CURDATE() - INTERVAL 45 DAY, 22.50, 3, 'livrée', 'Colissimo', '6A12345678913', CURDATE() - INTERVAL 40 DAY UNION ALL
  SELECT 114, 9, 'CMD-2024-011', CURDATE() - INTERVAL 20 DAY, 67.00, 2, 'en préparation', NULL, NULL, CURDATE() - INTERVAL 5 DAY UNION ALL
  SELECT 115, 10, 'CMD-2024-012', CURDATE() - INTERVAL 10 DAY, 99.99, 1, 'livrée', 'Chronopost', 'XY123456789FR', CURDATE() - INTERVAL 8 DAY UNION ALL
  SELECT 116, 10, NULL, CURDATE() - INTERVAL 75 DAY, 41.00, 2, 'livrée', 'Colissimo', '6A12345678916', CURDATE() - INTERVAL 70 DAY UNION ALL
  SELECT 117, 11, 'CMD-2024-013', CURDATE() - INTERVAL 5 DAY, 58.30, 2, 'expédiée', 'Colissimo', '6A12345678917', CURDATE() + INTERVAL 1 DAY UNION ALL
  SELECT 118, 11, 'CMD-2024-014', CURDATE() - INTERVAL 14 DAY, 12.90, 1, 'livrée', 'Mondial Relay', '24680118', CURDATE() - INTERVAL 9 DAY UNION ALL
  SELECT 119, 12, NULL, CURDATE() - INTERVAL 90 DAY, 310.00, 5, 'livrée', 'UPS', '1ZDEMO000000000119', CURDATE() - INTERVAL 84 DAY UNION ALL
  SELECT 120, 12, 'CMD-2024-015', CURDATE() - INTERVAL 100 DAY, 27.40, 1, 'remboursée', NULL, NULL, NULL UNION ALL
  SELECT 121, 2, NULL, CURDATE() - INTERVAL 65 DAY, 15.00, 1, 'annulée', NULL, NULL, NULL UNION ALL
  SELECT 122, 4, NULL, CURDATE() - INTERVAL 300 DAY, 84.00, 3, 'livrée', 'Colissimo', '6A12345678922', CURDATE() - INTERVAL 295 DAY UNION ALL
  SELECT 123, 9, 'CMD-2024-016', CURDATE() - INTERVAL 1 DAY, 39.90, 1, 'en attente', NULL, NULL, CURDATE() + INTERVAL 6 DAY UNION ALL
  SELECT 124, 5, 'CMD-2024-017', CURDATE() - INTERVAL 18 DAY, 61.70, 2, 'livrée', 'Chronopost', 'XY555666777FR', CURDATE() - INTERVAL 13 DAY UNION ALL
  SELECT 125, 8, NULL, CURDATE() - INTERVAL 400 DAY, 73.00, 2, 'livrée', 'Colissimo', '6A12345678925', CURDATE() - INTERVAL 394 DAY UNION ALL
  SELECT 126, 6, 'CMD-2024-018', CURDATE() - INTERVAL 55 DAY, 44.00, 1, 'livrée', 'Colissimo', '6A12345678926', CURDATE() - INTERVAL 50 DAY
) AS exemples WHERE @exemples;

INSERT INTO reponse_type (categorie, texte, demande, etats)
SELECT categorie, texte, demande, etats FROM (
  SELECT 'Retard de livraison' AS categorie, 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est {statut_commande} : elle n''est pas encore partie. Sa livraison est prévue pour le {date_livraison_prevue}.\n\nMerci de votre patience.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}' AS texte, 'suivi' AS demande, 'en attente, en préparation' AS etats UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est {statut_commande} : elle n''est pas encore partie.\n\nMerci de votre patience.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'suivi', 'en attente, en préparation' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}. Sa livraison est prévue pour le {date_livraison_prevue}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'suivi', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\nMerci de votre patience.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'suivi', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nLa livraison de votre commande n° {reference} est prévue pour le {date_livraison_prevue}. À ce jour, la commande est {statut_commande}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'date_livraison', 'en attente, en préparation' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nLa livraison de votre commande n° {reference} est prévue pour le {date_livraison_prevue}. La commande a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'date_livraison', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nLa livraison de votre commande n° {reference} est prévue pour le {date_livraison_prevue}. La commande a été expédiée.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'date_livraison', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} n''est pas encore partie : elle est {statut_commande}. Sa livraison est prévue pour le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'depart', 'en attente, en préparation' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est bien partie : elle a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}. Sa livraison est prévue pour le {date_livraison_prevue}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'depart', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est bien partie : elle a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'depart', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est bien partie : elle a été expédiée.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'depart', 'expédiée' UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVous nous signalez que le suivi de votre commande n° {reference} n''avance plus, et nous comprenons que cela vous inquiète. Nous interrogeons {transporteur|le transporteur} et revenons vers vous sous {delai_reponse} avec sa réponse.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'suivi_bloque', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que votre commande n° {reference} ne vous soit pas parvenue. Nous demandons à {transporteur|notre transporteur} de rechercher le colis, et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'colis_perdu', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVous nous signalez que le colis de votre commande n° {reference} repart vers nous, et nous en sommes désolés. Nous vérifions où il se trouve et revenons vers vous sous {delai_reponse} pour voir avec vous la suite à donner.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'retour_expediteur', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVous n''avez pas pu recevoir le colis de votre commande n° {reference}. Nous regardons avec {transporteur|notre transporteur} comment il peut vous être remis, et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'livraison_manquee', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est notée livrée alors que vous ne l''avez pas reçue : nous comprenons que cela vous inquiète. Nous demandons à {transporteur|notre transporteur} où le colis a été remis, et revenons vers vous sous {delai_reponse}.\n\nD''ici là, vos voisins ou votre gardien l''ont peut-être reçu pour vous.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'livre_non_recu', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre question sur le lieu de livraison de votre commande n° {reference}. Nous vérifions auprès de {transporteur|notre transporteur} et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'point_relais', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est à ce jour « {statut_commande} », et vous aimeriez savoir pourquoi. Nous cherchons ce qui l''explique et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'explication', NULL UNION ALL
  SELECT 'Retard de livraison', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre message au sujet de la livraison de votre commande n° {reference}. Une personne de notre équipe vérifie ce qu''il en est et vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', NULL, NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, est {statut_commande}. Sa livraison est prévue pour le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'en attente, en préparation' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, est {statut_commande} : elle n''est pas encore partie.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'en attente, en préparation' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}. Sa livraison est prévue pour le {date_livraison_prevue}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a été expédiée. Sa livraison est prévue pour le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a été expédiée : elle est en route vers vous.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a été livrée, d''après nos informations.\n\nSi vous ne l''avez pas reçue, répondez simplement à ce message.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'livrée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, est notée « {statut_commande} » dans nos dossiers.\n\nSi cela vous surprend, répondez simplement à ce message.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'statut', 'annulée, remboursée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVoici le récapitulatif de votre commande n° {reference} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande} ;\n- livraison prévue le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'recapitulatif', 'en attente, en préparation' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVoici le récapitulatif de votre commande n° {reference} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande} ;\n- transporteur : {transporteur}, numéro de suivi {numero_suivi} ;\n- livraison prévue le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'recapitulatif', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVoici le récapitulatif de votre commande n° {reference} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande} ;\n- transporteur : {transporteur}, numéro de suivi {numero_suivi}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'recapitulatif', 'expédiée, livrée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVoici le récapitulatif de votre commande n° {reference} :\n- passée le {date_commande} ;\n- articles : {nb_articles} ;\n- montant : {montant} ;\n- état : {statut_commande}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'recapitulatif', NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVoici le récapitulatif de votre commande n° {reference} :\n- passée le {date_commande} ;\n- montant : {montant} ;\n- état : {statut_commande}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'recapitulatif', NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien enregistré votre commande n° {reference}, passée le {date_commande} pour un montant de {montant}. Elle est {statut_commande}, et sa livraison est prévue pour le {date_livraison_prevue}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'en attente, en préparation' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien enregistré votre commande n° {reference}, passée le {date_commande} pour un montant de {montant}. Elle est {statut_commande}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'en attente, en préparation' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien enregistré votre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, et elle a été expédiée avec {transporteur}, sous le numéro de suivi {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien enregistré votre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, et elle a été expédiée.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, a bien été enregistrée ; elle a été livrée, d''après nos informations.\n\nSi vous ne l''avez pas reçue, répondez simplement à ce message.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'livrée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference}, passée le {date_commande} pour un montant de {montant}, est notée « {statut_commande} » dans nos dossiers.\n\nSi cela vous surprend, répondez simplement à ce message.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'confirmation', 'annulée, remboursée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} a été expédiée avec {transporteur}. Son numéro de suivi est le {numero_suivi}, et sa livraison est prévue pour le {date_livraison_prevue}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'numero_suivi', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} a été expédiée avec {transporteur}. Son numéro de suivi est le {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'numero_suivi', 'expédiée' UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nLe numéro de suivi de votre commande n° {reference} est le {numero_suivi}.\n\nPour suivre son trajet : {lien_suivi|saisissez ce numéro sur le site du transporteur.}\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'numero_suivi', NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre commande n° {reference} est à ce jour « {statut_commande} », et nous n''avons pas encore de numéro de suivi à vous donner.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'numero_suivi', NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nLa facture de votre commande n° {reference} vous attend dans votre espace client ; connectez-vous ici pour la télécharger : {lien_facture}\n\nSi elle n''y est pas, répondez simplement à ce message.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'facture', NULL UNION ALL
  SELECT 'Information commande', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre question au sujet de votre commande n° {reference}. Une personne de notre équipe vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', NULL, NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande de remboursement pour la commande n° {reference}. Une personne de notre équipe l''examine et vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'remboursement', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande de retour pour la commande n° {reference}. Une personne de notre équipe l''examine et vous répond sous {delai_reponse}.\n\nMerci d''attendre sa réponse avant de renvoyer quoi que ce soit.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'retour', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande d''échange pour la commande n° {reference}. Une personne de notre équipe l''examine et vous répond sous {delai_reponse}.\n\nMerci d''attendre sa réponse avant de renvoyer quoi que ce soit.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'echange', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande d''annulation de la commande n° {reference}. Une personne de notre équipe regarde en priorité si elle peut encore être arrêtée, et vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'annulation', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVous souhaitez savoir où en est le remboursement de votre commande n° {reference}. Nous vérifions et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'suivi_remboursement', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVous souhaitez savoir comment renvoyer un article de votre commande n° {reference}. Une personne de notre équipe vous indique la marche à suivre sous {delai_reponse}.\n\nMerci d''attendre ses indications avant d''envoyer le colis.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'mode_retour', NULL UNION ALL
  SELECT 'Remboursement', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande au sujet de la commande n° {reference}. Une personne de notre équipe l''examine et vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', NULL, NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que votre commande n° {reference} soit arrivée abîmée, et vous remercions de nous l''avoir signalé. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo de l''article et de son emballage : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'casse', NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que votre commande n° {reference} vous donne du souci, et vous remercions de nous avoir dit ce qui ne fonctionne pas. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo ou une courte vidéo du problème : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'panne', NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que l''article reçu avec votre commande n° {reference} ne soit pas celui que vous attendiez, et vous remercions de nous l''avoir signalé. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo de l''article reçu et de son étiquette : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'mauvais_article', NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que votre commande n° {reference} vous soit parvenue incomplète, et vous remercions de nous l''avoir signalé. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo de ce que contenait le colis : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'manquant', NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que l''article de votre commande n° {reference} ne corresponde pas à ce que vous attendiez, et vous remercions de nous l''avoir signalé. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo de l''article et de son emballage : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'non_conforme', NULL UNION ALL
  SELECT 'Produit défectueux', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous sommes désolés que votre commande n° {reference} ne vous donne pas satisfaction, et vous remercions de nous l''avoir signalé. Une personne de notre équipe s''en charge et revient vers vous sous {delai_reponse}.\n\nSi vous le pouvez, répondez à ce message avec une photo de l''article et de son emballage : elle nous aidera à aller plus vite.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', NULL, NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande de changement d''adresse. Nous regardons si la livraison peut encore être modifiée, et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'changement_adresse', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande de modification. Nous regardons ce qui peut encore être changé dans votre commande, et revenons vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'modification', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nMerci de l''intérêt que vous portez à nos articles. Nous vérifions ce que vous nous demandez et vous répondons sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'avant_achat', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre question sur votre réduction ou vos avantages. Nous vérifions et vous répondons sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'code_promo', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre message au sujet de votre compte. Nous vérifions et vous répondons sous {delai_reponse}.\n\nPar prudence, ne nous envoyez jamais votre mot de passe.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'compte', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre message au sujet de votre paiement. Nous vérifions et vous répondons sous {delai_reponse}.\n\nPar prudence, ne nous envoyez jamais votre numéro de carte.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'paiement', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons bien reçu votre demande au sujet de vos données personnelles. La personne qui s''en occupe chez nous vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'donnees', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nNous avons lu votre message avec attention, et regrettons que notre service ne vous ait pas donné satisfaction. Une personne de notre équipe reprend votre dossier et revient vers vous sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'reclamation', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nMerci beaucoup de votre message : il fait très plaisir à toute l''équipe.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', 'remerciement', NULL UNION ALL
  SELECT 'Non classé', 'Bonjour {prenom_client|à vous},\n\n{ouverture}\n\nVotre message nous est bien parvenu. Une personne de notre équipe le lit et vous répond sous {delai_reponse}.\n\n{cloture}\n\nBien à vous,\nL''équipe {nom_boutique|du service client}', NULL, NULL
) AS exemples WHERE @modeles;

UPDATE installation SET etat = 'remplie' WHERE etat = 'a_remplir';
INSERT INTO alembic_version (version_num)
SELECT '0014' FROM DUAL WHERE @reponse_type_neuve AND @ticket_neuve AND @texte_long_neuve AND @journal_neuve AND @expediteur_neuve AND @envoi_neuve AND @recu_neuve AND @installation_neuve AND @alembic_version_neuve;

COMMIT;
