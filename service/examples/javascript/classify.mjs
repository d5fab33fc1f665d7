// Classifies image files over REST, with Node alone: node classify.mjs http://localhost:8080 IMAGE...
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';

const [address, ...images] = process.argv.slice(2);
if (images.length === 0) {
    console.error('usage: node classify.mjs http://localhost:8080 IMAGE...');
    process.exit(2);
}
for (const image of images) {
    const body = await readFile(image);
    const response = await fetch(`${address}/v1/classify?topK=3`, {method: 'POST', body}).catch(() => {
        console.error(`nothing answers at ${address}; is the service up?`);
        process.exit(1);
    });
    if (!response.ok) {
        throw new Error(`${image}: ${await response.text()}`);
    }
    for (const {label, probability} of (await response.json()).predictions) {
        console.log(`${basename(image)}: ${label} ${probability.toFixed(2)}`);
    }
}
