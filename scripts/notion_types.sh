#!/bin/sh
# Compare les échanges du serveur Notion d'essai aux types officiels de npm « @notionhq/client ».
# À lancer de loin en loin, avec le réseau (npm) : sh scripts/notion_types.sh
# Variables : PYTHON (python), NOTION_TYPES_DIR (dossier de travail gardé d'une fois sur l'autre).
set -eu
racine=$(cd "$(dirname "$0")/.." && pwd)
travail=${NOTION_TYPES_DIR:-$(mktemp -d)}
mkdir -p "$travail"

(cd "$racine" && "${PYTHON:-python}" scripts/notion_exchanges.py) >"$travail/echanges.json"

cd "$travail"
npm install --silent --no-save --prefix . \
    @notionhq/client@5.26.0 ts-json-schema-generator@2 ajv@8 typescript@5
cat >tsconfig.json <<'FIN'
{"compilerOptions": {"module": "nodenext", "moduleResolution": "nodenext", "strict": true,
 "skipLibCheck": true}, "files": ["types.ts"]}
FIN
cat >compare.mjs <<'FIN'
import { readFileSync, writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";
import Ajv from "ajv";

const checks = JSON.parse(readFileSync("echanges.json", "utf8"));
const names = [...new Set(checks.map((check) => check.type))];
writeFileSync(
  "types.ts",
  `export type { ${names.join(", ")} } from "@notionhq/client/build/src/api-endpoints";\n`,
);
const config = { path: "types.ts", tsconfig: "tsconfig.json", skipTypeCheck: true };
const generator = createGenerator({ ...config, type: "*" });
const validators = new Map(
  names.map((name) => {
    const ajv = new Ajv({ strict: false, allowUnionTypes: true });
    return [name, ajv.compile(generator.createSchema(name))];
  }),
);
let failures = 0;
for (const { type, value, valid } of checks) {
  const validate = validators.get(type);
  if (validate(value) === valid) continue;
  failures += 1;
  console.error(`${type} : ${valid ? "refusé" : "accepté à tort"}`, JSON.stringify(value).slice(0, 300));
  for (const error of (validate.errors ?? []).slice(0, 12)) {
    console.error("   ", error.instancePath, error.message, JSON.stringify(error.params));
  }
}
console.log(`${checks.length} vérifications sur ${names.length} types, ${failures} écart(s).`);
process.exit(failures ? 1 : 0);
FIN
node compare.mjs
