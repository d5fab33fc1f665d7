"""Serves two nets of bfloat16 and compares all that they answer, to images and to tensors, with Pillow and ONNX Runtime.

    python3 service/src/test/python/bfloat16_nets.py CLASSPATH PHOTOS SERVICE...

CLASSPATH is the library's, as in reparam-lib/src/test/python/decode_speed.py; PHOTOS a directory of images; SERVICE the command that
starts the service, such as `java -jar service/target/service.jar`. Needs Pillow, numpy, ml_dtypes, onnx, onnxruntime and tritonclient.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

import ml_dtypes
import numpy
import onnx
import tritonclient.grpc
import tritonclient.http
from onnx import TensorProto

sys.path.insert(0, str(pathlib.Path(__file__).parents[4] / "reparam-lib/src/test/python"))
import evaluate_nets as nets

REST, GRPC, MANAGEMENT = 18190, 19190, 18191
SHAPES = ("planes", "NCHW", 224, 256), ("side_by_side", "NHWC", 128, 128)


def drawn(layout, size, images):
    plain = nets.judged(nets.net(TensorProto.BFLOAT16, layout, size, numpy.zeros(nets.CLASSES), numpy.ones(nets.CLASSES)))
    scores = numpy.array([plain(image) for image in images])
    model = nets.net(TensorProto.BFLOAT16, layout, size, scores.mean(0), 3 / scores.std(0))
    for value in list(model.graph.input) + list(model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "N"
    return model


def ask_images(name, run, photos, images):
    same, apart = 0, 0.0
    for photo, image in zip(photos, images):
        request = urllib.request.Request(
            f"http://localhost:{REST}/v1/classify?model={name}&topK={nets.CLASSES}", data=photo.read_bytes(),
            headers={"Content-Type": "image/png" if photo.suffix == ".png" else "image/jpeg"})
        found = {each["index"]: each["probability"] for each in json.load(urllib.request.urlopen(request))["predictions"]}
        scores = run(image)
        wanted = numpy.exp(scores - scores.max())
        wanted /= wanted.sum()
        same += scores[max(found, key=found.get)] == scores.max()
        apart = max(apart, max(abs(found[c] - wanted[c]) for c in range(nets.CLASSES)))
    print(f"{name}, images: first class equal in {same} of {len(photos)}, probabilities at most {apart:.2g} apart")


def ask_tensors(name, run, images):
    for client, library in (
            (tritonclient.http.InferenceServerClient(f"localhost:{REST}"), tritonclient.http),
            (tritonclient.grpc.InferenceServerClient(f"localhost:{GRPC}"), tritonclient.grpc)):
        equal = values = 0
        for rows in (1, 2, 3):
            batch = numpy.stack(images[:rows]).astype(ml_dtypes.bfloat16)
            given = library.InferInput("pixels", batch.shape, "BF16")
            given.set_data_from_numpy(batch)
            scores = client.infer(name, [given]).as_numpy("scores").astype(numpy.float32)
            wanted = numpy.stack([run(image.astype(numpy.float32)) for image in batch])
            equal += int((scores == wanted).sum())
            values += wanted.size
        print(f"{name}, tensors by {library.__name__}: {equal} of {values} values equal")


def main(classpath, photos, *service):
    photos = sorted(path for path in pathlib.Path(photos).iterdir() if path.suffix in (".jpg", ".png"))
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        (root / "labels.txt").write_text("".join(f"class{c}\n" for c in range(nets.CLASSES)))
        served = {}
        for name, layout, size, resized in SHAPES:
            images = [nets.prepared(photo, size, resized, "crop", nets.Image.BILINEAR, nets.IMAGENET) for photo in photos]
            if layout == "NCHW":
                images = [image.transpose(2, 0, 1) for image in images]
            model = drawn(layout, size, images)
            onnx.save(model, root / f"{name}.onnx")
            nets.reparam(classpath, "bundle", root / f"{name}.onnx", "--labels", root / "labels.txt", "--preprocess", "imagenet",
                         "--resize", resized, "-o", root / "models")
            served[name] = nets.judged(model), images
        process = subprocess.Popen(
            [*service, f"--server.port={REST}", f"--spring.grpc.server.port={GRPC}", f"--management.server.port={MANAGEMENT}",
             f"--reparam.models.location=file:{root}/models"], stdout=subprocess.DEVNULL)
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"http://localhost:{REST}/v2/health/ready", timeout=2)
                    break
                except OSError:
                    time.sleep(0.5)
            for name, (run, images) in served.items():
                ask_images(name, run, photos, images)
                ask_tensors(name, run, images)
        finally:
            process.terminate()
            process.wait()


main(*sys.argv[1:])
