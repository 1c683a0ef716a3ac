// The compiler copies no data: puts the JSON files beside the compiled imports, where the library looks for them.
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
fs.cpSync(path.join(root, 'imports'), path.join(root, 'build', 'imports'), {
  recursive: true,
  filter: (file) => fs.statSync(file).isDirectory() || file.endsWith('.json'),
});
