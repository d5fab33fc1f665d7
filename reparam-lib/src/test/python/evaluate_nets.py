"""Lets `evaluate` count how often nets of others are right, and counts it again by Pillow and ONNX Runtime.

    python3 reparam-lib/src/test/python/evaluate_nets.py CLASSPATH PHOTOS

CLASSPATH as in decode_speed.py; PHOTOS is a directory of images. Needs Pillow, numpy, onnx, onnxruntime. The nets are small, of drawn
weights, in the types, layouts and preparations that people have; their answers are spread over seven classes. Each photo lies in the
directory of some class, the right one for about half of them, differently for each net. Prints one line a net: both counts, and how long
`bench` and the judge say that the net takes.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime
from onnx import TensorProto as T
from onnx import helper, numpy_helper
from PIL import Image

CLASSES = 7
IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
HALF = (0.5,) * 3, (0.5,) * 3
# name, type, layout, size, resized, fit, filter, mean and std, what is asked, file beside the net
NETS = [
    ("imagenet", T.FLOAT, "NCHW", 224, 256, "crop", Image.BILINEAR, IMAGENET, ["--preprocess", "imagenet"], None),
    ("bfloat16", T.BFLOAT16, "NCHW", 224, 256, "crop", Image.BILINEAR, IMAGENET, ["--preprocess", "imagenet"], None),
    ("float16", T.FLOAT16, "NCHW", 96, 96, "crop", Image.BICUBIC, HALF,
     ["--mean", "0.5", "--std", "0.5", "--interpolation", "bicubic", "--resize", "96"], None),
    ("double_nhwc", T.DOUBLE, "NHWC", 128, 150, "crop", Image.LANCZOS, HALF,
     ["--mean", "0.5", "--std", "0.5", "--interpolation", "lanczos", "--resize", "150"], None),
    ("uint8_pixels", T.UINT8, "NHWC", 160, 160, "stretch", Image.BILINEAR, None,
     ["--preprocess", "pixels", "--fit", "stretch"], None),
    ("hugging_face", T.FLOAT, "NCHW", 112, 112, "stretch", Image.BICUBIC, IMAGENET, [],
     {"do_resize": True, "size": {"height": 112, "width": 112}, "resample": 3, "do_rescale": True, "do_normalize": True,
      "image_mean": IMAGENET[0], "image_std": IMAGENET[1]}),
]


def prepared(photo, size, resized, fit, resample, scale):
    image = Image.open(photo).convert("RGB")
    if fit == "stretch":
        image = image.resize((size, size), resample)
    else:
        factor = resized / min(image.size)
        image = image.resize(tuple(round(side * factor) for side in image.size), resample)
        left, top = (image.width - size) // 2, (image.height - size) // 2
        image = image.crop((left, top, left + size, top + size))
    pixels = numpy.asarray(image)
    if scale is None:
        return pixels
    return ((pixels / numpy.float32(255) - numpy.float32(scale[0])) / numpy.float32(scale[1])).astype(numpy.float32)


def net(kind, layout, size, bias, gain):
    random = numpy.random.default_rng(3)
    def weights(name, *shape):
        return numpy_helper.from_array((random.standard_normal(shape) / numpy.sqrt(numpy.prod(shape[1:]))).astype(numpy.float32), name)
    shape = [1, 3, size, size] if layout == "NCHW" else [1, size, size, 3]
    nodes, last = [helper.make_node("Cast", ["pixels"], ["numbers"], to=T.FLOAT)], "numbers"
    if layout == "NHWC":
        nodes.append(helper.make_node("Transpose", [last], ["planes"], perm=[0, 3, 1, 2]))
        last = "planes"
    nodes += [
        helper.make_node("Conv", [last, "w1"], ["a"], strides=[4, 4]), helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "w2"], ["c"], strides=[2, 2]), helper.make_node("Relu", ["c"], ["d"]),
        helper.make_node("ReduceMean", ["d"], ["e"], axes=[2, 3], keepdims=0),
        helper.make_node("MatMul", ["e", "w3"], ["f"]), helper.make_node("Sub", ["f", "mean"], ["g"]),
        helper.make_node("Mul", ["g", "gain"], ["h"]),
        helper.make_node("Cast", ["h"], ["scores"], to=T.FLOAT if kind == T.UINT8 else kind)]
    graph = helper.make_graph(
        nodes, "net", [helper.make_tensor_value_info("pixels", kind, shape)],
        [helper.make_tensor_value_info("scores", T.FLOAT if kind == T.UINT8 else kind, [1, CLASSES])],
        [weights("w1", 16, 3, 5, 5), weights("w2", 32, 16, 3, 3), weights("w3", 32, CLASSES),
         numpy_helper.from_array(bias.astype(numpy.float32), "mean"), numpy_helper.from_array(gain.astype(numpy.float32), "gain")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def judged(model):
    """The net in ONNX Runtime as numbers in, numbers out: a type that numpy lacks goes through a float that was rounded to it."""
    kind = model.graph.input[0].type.tensor_type.elem_type
    if kind != T.BFLOAT16:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        dtype = helper.tensor_dtype_to_np_dtype(kind)
        return lambda x: session.run(None, {"pixels": x[None].astype(dtype)})[0][0].astype(numpy.float64)
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    copy.graph.input[0].type.tensor_type.elem_type = copy.graph.output[0].type.tensor_type.elem_type = T.FLOAT
    copy.graph.node[0].input[0] = "rounded"
    copy.graph.node.insert(0, helper.make_node("Cast", ["pixels"], ["rounded"], to=T.BFLOAT16))
    copy.graph.node[-1].output[0] = "low"
    copy.graph.node.append(helper.make_node("Cast", ["low"], ["scores"], to=T.FLOAT))
    session = onnxruntime.InferenceSession(copy.SerializeToString(), providers=["CPUExecutionProvider"])
    return lambda x: session.run(None, {"pixels": x[None]})[0][0].astype(numpy.float64)


def reparam(classpath, *words):
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", classpath, "io.reparam.cli.ReparamCommand", *map(str, words)]
    done = subprocess.run(command, text=True, capture_output=True)
    return done.stdout + done.stderr


def main(classpath, photos):
    photos = sorted(path for path in pathlib.Path(photos).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    for number, (name, kind, layout, size, resized, fit, resample, scale, options, beside) in enumerate(NETS):
        images = [prepared(photo, size, resized, fit, resample, scale) for photo in photos]
        if layout == "NCHW":
            images = [image.transpose(2, 0, 1) for image in images]
        plain = judged(net(kind, layout, size, numpy.zeros(CLASSES), numpy.ones(CLASSES)))
        raw = numpy.array([plain(image) for image in images])
        model = net(kind, layout, size, raw.mean(0), 3 / raw.std(0))
        run = judged(model)
        answers = [int(run(image).argmax()) for image in images]
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            onnx.save(model, root / "model.onnx")
            (root / "labels.txt").write_text("".join(f"class{c}\n" for c in range(CLASSES)))
            if beside is not None:
                (root / "preprocessor_config.json").write_text(json.dumps(beside))
            right = 0
            for c in range(CLASSES):
                (root / "photos" / f"class{c}").mkdir(parents=True)
            for at, (photo, answer) in enumerate(zip(photos, answers)):
                wanted = answer if (at * 7 + number * 3) % 13 < 7 else (answer + 1 + at % (CLASSES - 1)) % CLASSES
                right += wanted == answer
                shutil.copy(photo, root / "photos" / f"class{wanted}")
            said = reparam(classpath, "evaluate", root / "model.onnx", "--images", root / "photos", *options)
            timed = reparam(classpath, "bench", root / "model.onnx", root / "model.onnx", "--seconds", "2")
            times = []
            for _ in range(200):
                start = time.perf_counter()
                run(images[0])
                times.append(1000 * (time.perf_counter() - start))
            print(f"{name}: judge {right} of {len(photos)} right, classes {numpy.bincount(answers, minlength=CLASSES).tolist()},"
                  f" {sorted(times)[100]:.3f} ms", flush=True)
            print("  evaluate: " + " / ".join(said.strip().splitlines()[-4:]))
            print("  bench: " + " / ".join(timed.strip().splitlines()[-6:]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
