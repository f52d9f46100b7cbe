#!/usr/bin/env bash
# Éprouve le partage entre deux nœuds Galera : quatre postes, deux par nœud, et un nœud arrêté
# proprement puis redémarré en cours de route. Imprime « perdus 0, deux fois 0 ».
#
#   scripts/galera.sh [nombre de tickets, 10000 par défaut]
#
# Demande les paquets mariadb-server et galera-4 (Debian, Ubuntu). Tout vit dans un dossier
# temporaire, sur des ports libres : les serveurs de la machine ne sont pas touchés.
set -euo pipefail

TICKETS=${1:-10000}
RACINE=$(cd "$(dirname "$0")/.." && pwd)
PYTHON=${PYTHON:-python3}
DOSSIER=$(mktemp -d)
PIDS=()

fail() { echo "✗ $*" >&2; exit 1; }

clean() {
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$DOSSIER"
}
trap clean EXIT

MARIADBD=$(command -v mariadbd || echo /usr/sbin/mariadbd)
[ -x "$MARIADBD" ] || fail "mariadbd est absent : apt-get install mariadb-server galera-4"
GALERA=$(find /usr/lib -name libgalera_smm.so 2>/dev/null | head -1)
[ -n "$GALERA" ] || fail "la bibliothèque Galera est absente : apt-get install galera-4"

# Six ports libres : SQL, groupe et transfert, pour deux nœuds.
read -r SQL1 SQL2 GRP1 GRP2 IST1 IST2 < <("$PYTHON" - <<'PY'
import socket
prises = [socket.socket() for _ in range(6)]
for prise in prises:
    prise.bind(("127.0.0.1", 0))
print(*(prise.getsockname()[1] for prise in prises))
PY
)
SQL=("" "$SQL1" "$SQL2"); GRP=("" "$GRP1" "$GRP2"); IST=("" "$IST1" "$IST2")

QUI=()
if [ "$(id -u)" -eq 0 ]; then
    chown mysql "$DOSSIER"
    QUI=(setpriv --reuid=mysql --regid=mysql --init-groups)
fi

start() { # numéro du nœud, options
    local n=$1; shift
    "${QUI[@]}" "$MARIADBD" --no-defaults --datadir="$DOSSIER/n$n" --socket="$DOSSIER/n$n.sock" \
        --pid-file="$DOSSIER/n$n.pid" --log-error="$DOSSIER/n$n.log" \
        --port="${SQL[$n]}" --bind-address=127.0.0.1 --character-set-server=utf8mb4 \
        --binlog-format=ROW --innodb-autoinc-lock-mode=2 \
        --wsrep-on=ON --wsrep-provider="$GALERA" --wsrep-cluster-name=essai \
        --wsrep-cluster-address="gcomm://127.0.0.1:$GRP1,127.0.0.1:$GRP2" \
        --wsrep-node-name="n$n" --wsrep-node-address="127.0.0.1:${GRP[$n]}" \
        --wsrep-sst-method=rsync --wsrep-sst-receive-address="127.0.0.1:$((IST[n] + 1))" --log-warnings=1 \
        --wsrep-provider-options="base_port=${GRP[$n]};gmcast.listen_addr=tcp://127.0.0.1:${GRP[$n]};ist.recv_addr=127.0.0.1:${IST[$n]};gcache.size=64M" \
        "$@" 2>>"$DOSSIER/n$n.log" &
    PIDS+=("$!")
    eval "NOEUD$n=$!"
}

ask() { mariadb --no-defaults -N -u root --port="${SQL[$1]}" -h 127.0.0.1 "${@:2}"; }

wait_ready() { # numéro du nœud
    for _ in $(seq 150); do
        etat=$(ask "$1" -e "SHOW STATUS LIKE 'wsrep_ready'" 2>/dev/null | cut -f2 || true)
        [ "$etat" = ON ] && return
        sleep 0.2
    done
    tail -20 "$DOSSIER/n$1.log" >&2
    fail "le nœud $1 n'est pas prêt"
}

echo "Prépare deux nœuds…"
for n in 1 2; do
    mkdir "$DOSSIER/n$n"
    [ "$(id -u)" -eq 0 ] && chown mysql "$DOSSIER/n$n"
    "${QUI[@]}" mariadb-install-db --no-defaults --auth-root-authentication-method=normal \
        --datadir="$DOSSIER/n$n" --skip-test-db >/dev/null 2>&1
done
start 1 --wsrep-new-cluster
wait_ready 1
start 2
wait_ready 2
[ "$(ask 1 -e "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)" = 2 ] || fail "les nœuds ne se voient pas"

export DB_HOST=127.0.0.1 DB_USER=root DB_NAME=crm_galera BAIL_SECONDES=5
cd "$RACINE"
DB_PORT=$SQL1 "$PYTHON" main.py --setup --quiet >/dev/null
ask 1 crm_galera -e "
    CREATE TABLE ecriture (id BIGINT AUTO_INCREMENT PRIMARY KEY, ticket_id BIGINT);
    INSERT INTO ticket (email, nom, message, statut, cree_le)
    SELECT IF(seq % 3, 'camille.martin@example.com', 'inconnu@example.com'), '',
           CONCAT('Bonjour, où est mon colis ? Il est en retard de ', seq, ' jours.'),
           'Nouveau', UTC_TIMESTAMP(6)
    FROM seq_1_to_$TICKETS;
    CREATE TRIGGER compte AFTER UPDATE ON ticket FOR EACH ROW
        INSERT INTO ecriture (ticket_id) VALUES (NEW.id);"

pending() { ask "$1" crm_galera -e "SELECT COUNT(*) FROM ticket WHERE statut = 'Nouveau'"; }

work() { # numéro du nœud : recommence tant qu'il reste des tickets, comme le ferait cron
    while :; do
        DB_PORT=${SQL[$1]} "$PYTHON" main.py --process-pending --json --quiet \
            >>"$DOSSIER/sortie.$2" 2>>"$DOSSIER/erreurs.$2" || true
        [ "$(pending "$1" 2>/dev/null || echo 1)" = 0 ] && return
    done
}

echo "Quatre postes, deux par nœud, sur $TICKETS tickets…"
POSTES=()
for poste in 1 2 3 4; do
    work $((poste % 2 + 1)) "$poste" &
    POSTES+=("$!")
    PIDS+=("$!")
done
until [ "$(pending 1)" -lt $((TICKETS * 3 / 4)) ]; do sleep 0.2; done
echo "Arrête proprement le nœud 2 ($(pending 1) tickets en attente)…"
kill "$NOEUD2"
wait "$NOEUD2" || true
AVANT=$(pending 1)
sleep 1
echo "Redémarre le nœud 2 (le nœud 1 est passé de $AVANT à $(pending 1))…"
start 2
wait_ready 2
for poste in "${POSTES[@]}"; do wait "$poste"; done

for n in 1 2; do
    ask "$n" crm_galera -e "
        SET SESSION wsrep_sync_wait = 1;
        SELECT CONCAT('Nœud $n : décidés ', SUM(t.statut <> 'Nouveau'),
            ', perdus ', SUM(t.statut = 'Nouveau' OR j.n IS NULL OR e.n IS NULL),
            ', deux fois ', SUM(COALESCE(j.n, 0) > 1 OR COALESCE(e.n, 0) > 1))
        FROM ticket t
        LEFT JOIN (SELECT ticket_id, COUNT(*) n FROM journal WHERE etat = 'fait' GROUP BY 1) j
            ON j.ticket_id = t.id
        LEFT JOIN (SELECT ticket_id, COUNT(*) n FROM ecriture GROUP BY 1) e
            ON e.ticket_id = t.id;
        SELECT CONCAT('Conflits entre nœuds résolus : ', SUM(VARIABLE_VALUE))
        FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('wsrep_local_cert_failures', 'wsrep_local_bf_aborts');"
done | tee "$DOSSIER/bilan"
! grep -h Traceback "$DOSSIER"/erreurs.* || fail "un poste a montré une trace"
[ "$(grep -c ', perdus 0, deux fois 0$' "$DOSSIER/bilan")" = 2 ] || fail "des tickets manquent ou sont en double"
