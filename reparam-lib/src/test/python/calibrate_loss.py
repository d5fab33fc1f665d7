"""What a calibrated net loses, measured without this project's code.

calibrate_loss.py ORIGINAL.onnx CALIBRATED.onnx FOLDER HxW MEAN STD FORM KIND
FORM: rgb or bgr, with -pad to keep the aspect ratio and fill with grey, with -nhwc. KIND: class, text, map. MEAN, STD: three numbers each.
Prints the mean part of the answers that changed, and over how many images.
"""

import glob
import math
import sys

import numpy as np
import onnxruntime
from PIL import Image


def prepared(file, height, width, mean, std, form):
    image = Image.open(file).convert("RGB")
    used = min(width, math.ceil(image.width * height / image.height)) if "pad" in form else width
    colours = np.asarray(image.resize((used, height), Image.BILINEAR), np.float32) / 255
    # mean and std are in the model's order of colours
    colours = colours[..., ::-1] if "bgr" in form else colours
    pixels = np.zeros((height, width, 3), np.float32)
    pixels[:, :used] = (colours - mean) / std
    return np.ascontiguousarray(pixels if "nhwc" in form else pixels.transpose(2, 0, 1))


def outputs(model, images):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    entry = session.get_inputs()[0]
    batch = 1 if entry.shape[0] == 1 else 8
    parts = [session.run(None, {entry.name: images[i : i + batch]})[0] for i in range(0, len(images), batch)]
    return np.concatenate(parts)


def text(steps):
    tops = steps.argmax(-1)
    return [k for i, k in enumerate(tops) if k != 0 and (i == 0 or k != tops[i - 1])]


def changed(before, after, kind):
    if kind == "class":
        return float(before.argmax() != after.argmax())
    if kind == "text":
        return float(text(before) != text(after))
    either = (before > 0.5) | (after > 0.5)
    return 1 - ((before > 0.5) & (after > 0.5)).sum() / either.sum() if either.any() else 0.0


def main():
    original, calibrated, folder, size, mean, std, form, kind = sys.argv[1:]
    height, width = map(int, size.split("x"))
    mean, std = (np.array(list(map(float, numbers.split(",")))) for numbers in (mean, std))
    files = sorted(glob.glob(folder + "/**/*.png", recursive=True))
    images = np.stack([prepared(file, height, width, mean, std, form) for file in files])
    pairs = zip(outputs(original, images), outputs(calibrated, images))
    losses = [changed(before, after, kind) for before, after in pairs]
    print(f"{np.mean(losses):.4f} of {len(losses)} images")


main()
