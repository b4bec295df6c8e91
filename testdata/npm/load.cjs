// load PUBLIC IDS: starts RequireJS under Node with the path map of a built site
// in the folder PUBLIC, loads the modules whose ids are in the JSON file IDS, and
// prints the checksum that each exports.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');
const requirejs = require(join(process.cwd(), 'node_modules/requirejs'));

const [publicFolder, idsFile] = process.argv.slice(2);
const ids = JSON.parse(readFileSync(idsFile, 'utf8'));
global.require = requirejs;
vm.runInThisContext(readFileSync(join(publicFolder, 'js/strata/plugins-map.js'), 'utf8'));
requirejs.config({ baseUrl: join(publicFolder, 'js'), paths: { text: join(process.cwd(), 'node_modules/requirejs-text/text') } });
requirejs(ids, (...modules) => {
  console.log(JSON.stringify(Object.fromEntries(modules.map((m, i) => [ids[i], m.checksum]))));
}, (error) => {
  console.error(String(error));
  process.exitCode = 1;
});
