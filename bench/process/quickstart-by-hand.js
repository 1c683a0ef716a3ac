// The same manifest without the library: the objects are read as plain data, so nothing but cdk8s is loaded.
const { ApiObject, App, Chart } = require('cdk8s');
const objects = JSON.parse(require('fs').readFileSync(process.argv[3], 'utf8'));

const app = new App({ outdir: process.argv[2] });
const chart = new Chart(app, 'quickstart', { namespace: 'orders' });
objects.forEach((object, i) => new ApiObject(chart, `object-${i}`, object));
app.synth();
