"""Pur : les mots qui décident si une réponse réécrite peut partir.

Tous sont pliés (sans accents ni capitales). Ces listes sont des choix du projet : un mot que
l'on hésite à y mettre n'y est pas, car une réécriture refusée ne coûte rien (le modèle de la
boutique part à sa place) alors qu'une réécriture acceptée à tort engage la boutique.
"""


def _mots(texte: str, sep: str | None = None) -> frozenset[str]:
    return frozenset(texte.split(sep))


TRANSPORTEURS = _mots(
    "colissimo|chronopost|la poste|laposte|mondial relay|relais colis|colis prive|dpd|dhl|ups|gls"
    "|fedex|tnt|geodis|amazon|shop2shop|pickup|vinted go|point relais|lettre suivie|bpost|postnl"
    "|swiss post|postes canada|deutsche post|correos|evri|usps|heppner|schenker|kuehne|delivengo"
    "|cubyn|ciblex|gefco|inpost|paack|stuart|uber|coliposte|viapost",
    sep="|",
)
"""Transporteurs qui livrent des particuliers en France et autour, marques et filiales."""

NOMBRES = _mots(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "vingtaine dizaine douzaine quinzaine trentaine quarantaine cinquantaine centaine millier "
    "trente quarante cinquante soixante septante octante nonante cent cents mille million millions "
    "milliard moitie tiers quart double triple zero premier deuxieme troisieme "
    "euro euros centime centimes dollar dollars pourcent "
    "two three four five six seven eight nine ten twenty thirty fifty hundred thousand"
)
"""Nombres en lettres et monnaies : « un » et « une » sont aussi des articles."""

DATES = _mots(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche noel paques midi minuit "
    "monday tuesday wednesday thursday friday saturday sunday"
)

OUTILS = _mots(
    "a afin ai ainsi alors apres au aucun aucune aupres aussi autre autres aux avait avant avec "
    "avez avoir avons ayez ayons bien c ca car ce ceci cela celle celui ces cet cette ceux chaque "
    "chez ci comme comment d dans de deja depuis des desormais dont du elle elles en encore entre "
    "es est et etait etaient ete etes etre eu eux faire fait fois font fut hors ici il ils j je "
    "jusque l la le les leur leurs lors lorsque lui m ma mais me meme memes mes moi moins mon n ne "
    "ni nos notre nous on ont or ou par parce pas pendant peu peut peuvent plus plutot pour "
    "pourquoi pourrait pourrez pouvez pouvoir pouvons puis puisque qu quand que quel quelle "
    "quelles quelque quelques quels qui quoi s sa sans se sera serait serez seront serons ses si "
    "sinon soit sommes son sont sous soyez suis sur t ta tandis tant te tel telle tes toi ton tout "
    "toute toutes tous toujours tres tu un une vers via voici voila vos votre vous vu y"
)
"""Mots-outils du français : ils disent la langue, pas le propos."""

ANGLAIS = _mots(
    "the and you your our is are was were will be this that have has with for from not we it of "
    "to in i my please sorry order hello dear thank thanks here sure can"
)

COURTOISIE = _mots(
    "abord absolument accompagner accueillir adresser agreable aide "
    "aider aimable aimablement ainsi amicalement amelioration ameliorer apporter apporte "
    "apprecier appreciation assistance attendre attends attendez attendu attente "
    "attentif attentive attentivement attention aurez avancement beau belle besoin bienvenue "
    "bonjour bonsoir bonne bon cas cher chere clair clairement clairs client cliente clients "
    "clientele cliente coeur complement complementaire complementaires comprendre comprenons "
    "comprehensible comprehension concerne concernant concerner conscients conscience consulter "
    "contact contacter contactez contrariete contrariant cordial cordialement cote courrier "
    "courtoisie dame decevoir deception decevant declaration demande demander demarche demarches "
    "derniere dernier desagrement desagreable desole desolee desoles detail details detaille "
    "devoir dire directement disposition donner donne dossier doute echange echanger "
    "ecoute ecouter ecrire ecrit element elements ensemble entendre entendu entiere entierement "
    "equipe equipes espoir esperer esperons esperant essentiel estime etape etapes etat etude "
    "etudier etudions etudie evidemment evolution examen examiner examinons excellent excellente "
    "excuse excuser excuses excusez expliquer exprimer explication explications exactement "
    "experience facile facilement facon faut fidele fidelite formule frustrant frustration gene "
    "gratitude gros hesiter hesitez heureux heureuse humain idee important importante importance "
    "impatience impatient incomprehension incident inconfort inconvenient indiquer indique "
    "indiquez informer information informations inquiet inquietude inquietez inquieter instant "
    "interet intention interesser interrogation interrogations joie joindre jour journee lecture "
    "legitime lecteur ligne lire longue long madame mademoiselle malheureusement manifester "
    "maniere merci message meilleur meilleure mesdames messieurs mettre moment monsieur nature "
    "necessaire necessaires occasion occupe occuper "
    "part particulier particulierement patience patient patienter "
    "peine penser pensee penible permettre permettez permet personne personnel personnelle "
    "personnes peser plaire plaira plaisir plait plein pleinement plus point porter pouvoir "
    "preciser precision precisions precieux precieuse precieuses preoccupation preoccuper "
    "presenter "
    "presentons prie prier prions probleme proposer question questions rapprocher "
    "rappeler rappelons recevoir recevez recu recue regarder regrettable "
    "regretter regrettons relire remercier remercie remerciements remercions renseignement "
    "renseignements repondre reponse reste rester restons retour "
    "ressentir ressenti respect respectueusement salut salutation "
    "salutations satisfaction satisfaire savoir savons seul service serviable signaler "
    "signalement signale simple simplement sincere sincerement sinceres situation soin "
    "soigneusement soiree solution solutions souci soucieux souhait souhaiter souhaite "
    "souhaitons suite suivi suivre suivant support surtout sympathie sujet temoigner temps tenir "
    "tenons tenir totalement toucher traiter traitement traite traitons "
    "tranquille transparence trouver trouve utile utiles vecu venir "
    "vif voir vouloir vraiment vrai veuillez volontiers voyez "
    "achat achats article articles boutique colis commande commander livraison produit produits "
    "reference"
)
"""Ce qu'une réponse polie peut dire de plus que le modèle : accueil, excuses, écoute, suivi."""

INJURES = _mots(
    "abruti arnaque arnaqueur arnaques arnaqueurs bete betise con conne connard connasse crapule "
    "cretin debile degage escroc escroquerie foutre fraude haine honte honteux idiot idiote "
    "imbecile incapable incompetent incompetents menteur menteurs mensonge merde merdique minable "
    "moche nul nulle nuls ordure pirate pirater pourri pute racaille ridicule salaud sale sexe "
    "stupide tuer vole voler voleur voleurs mort crever"
)

RESERVES = _mots(
    "apparemment eventuel eventuelle eventuellement faux fausse normalement peut-etre "
    "probablement presque devrait devraient devrions impossible theoriquement inexact "
    "faussement pretendument soi-disant contraire"
)
"""Mots qui changent la portée d'un fait sans y toucher."""
