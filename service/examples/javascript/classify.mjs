// Classifies image files over REST, with Node alone: node classify.mjs http://localhost:8080 IMAGE...
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';

const [address, ...images] = process.argv.slice(2);
for (const image of images) {
    const response = await fetch(`${address}/v1/classify?topK=3`, {method: 'POST', body: await readFile(image)});
    if (!response.ok) {
        throw new Error(`${image}: ${await response.text()}`);
    }
    for (const {label, probability} of (await response.json()).predictions) {
        console.log(`${basename(image)}: ${label} ${probability.toFixed(2)}`);
    }
}
