// The compiler copies no data: puts JSON files, shell programs and the parts of a page beside the compiled code, where the library looks for them.
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
for (const [folder, ending] of [
  ['imports', '.json'],
  ['lib/recovery', '.sh'],
  ['cli/choose/assets', '.js'],
  ['cli/report/page/assets', '.js'],
  ['cli/report/page/assets', '.css'],
]) {
  fs.cpSync(path.join(root, folder), path.join(root, 'build', folder), {
    recursive: true,
    filter: (file) => fs.statSync(file).isDirectory() || file.endsWith(ending),
  });
}
