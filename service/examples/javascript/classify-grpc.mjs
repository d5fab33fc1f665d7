// Classifies image files over gRPC: npm install && node classify-grpc.mjs localhost:9000 IMAGE...
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const proto = fileURLToPath(new URL('../../src/main/proto/reparam/v1/image_classifier.proto', import.meta.url));
const {ImageClassifier} = grpc.loadPackageDefinition(loader.loadSync(proto)).reparam.v1;

const [address, ...images] = process.argv.slice(2);
if (images.length === 0) {
    console.error('usage: node classify-grpc.mjs localhost:9000 IMAGE...');
    process.exit(2);
}
const client = new ImageClassifier(address, grpc.credentials.createInsecure());
const classify = promisify(client.classify.bind(client));
for (const image of images) {
    const {predictions} = await classify({image: await readFile(image), topK: 3});
    for (const {label, probability} of predictions) {
        console.log(`${basename(image)}: ${label} ${probability.toFixed(2)}`);
    }
}
client.close();
