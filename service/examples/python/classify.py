"""Classifies image files with tritonclient: python classify.py [--grpc] [--url HOST:PORT] [--model NAME] IMAGE..."""
import argparse
import pathlib

import numpy

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("images", nargs="+", metavar="IMAGE", type=pathlib.Path)
parser.add_argument("--grpc", action="store_true")
parser.add_argument("--url", help="default: localhost:8080, or localhost:9000 with --grpc")
parser.add_argument("--model", default="cifar10", help="a model, or MODEL.VARIANT; default: %(default)s")
arguments = parser.parse_args()

if arguments.grpc:
    import tritonclient.grpc as triton
else:
    import tritonclient.http as triton

client = triton.InferenceServerClient(arguments.url or ("localhost:9000" if arguments.grpc else "localhost:8080"))
# the files as they are: the service decodes, and resizes as the net was trained
images = triton.InferInput("image", [len(arguments.images)], "BYTES")
images.set_data_from_numpy(numpy.array([path.read_bytes() for path in arguments.images], dtype=object))
classes = triton.InferRequestedOutput("logits", class_count=3)
answer = client.infer(arguments.model, [images], outputs=[classes]).as_numpy("logits")
for path, best in zip(arguments.images, answer.reshape(len(arguments.images), -1)):
    for text in best:
        score, _, label = text.decode().split(":", 2)
        print(f"{path.name}: {label} {float(score):.2f}")
