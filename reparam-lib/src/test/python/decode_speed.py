"""Times image files to the input of a net for 224x224 (shorter side 256, bilinear, crop): Pillow and the library, turn about.

    mvn -q -pl reparam-lib test-compile
    mvn -q -pl reparam-lib dependency:build-classpath -Dmdep.outputFile=/tmp/cp
    python3 reparam-lib/src/test/python/decode_speed.py "reparam-lib/target/test-classes:reparam-lib/target/classes:$(cat /tmp/cp)"

Needs Pillow and numpy. Prints the medians of three rounds each, in ms, their ratio, and how far the pixels are apart.
"""
import io
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from PIL import Image

ROUNDS, SECONDS = 3, 3


def photo(width, height):
    """Smooth shapes with fine noise: as large as a camera's file."""
    random = numpy.random.default_rng(1)
    small = random.integers(0, 256, (height // 100, width // 100, 3), dtype=numpy.uint8)
    pixels = numpy.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC), dtype=numpy.int16)
    pixels = pixels + random.integers(-12, 13, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def pillow(data, draft):
    image = Image.open(io.BytesIO(data))
    width, height = image.size
    scale = 256 / min(width, height)
    size = round(width * scale), round(height * scale)
    if draft:
        image.draft("RGB", (2 * size[0], 2 * size[1]))
    image = image.convert("RGB").resize(size, Image.BILINEAR)
    left, top = (size[0] - 224) // 2, (size[1] - 224) // 2
    return numpy.asarray(image.crop((left, top, left + 224, top + 224)))


def pillow_median(data):
    end, times = time.time() + SECONDS, []
    while time.time() < end:
        start = time.perf_counter()
        pillow(data, True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main(classpath):
    for width, height in (4000, 3000), (500, 375):
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file, tempfile.NamedTemporaryFile() as out:
            photo(width, height).save(file.name, quality=85)
            data = open(file.name, "rb").read()
            theirs, ours = [], []
            for _ in range(ROUNDS):
                theirs.append(pillow_median(data))
                command = ["java", "-cp", classpath, "io.reparam.artifact.DecodeTimes", file.name, str(SECONDS), out.name]
                ours.append(float(subprocess.check_output(command, text=True).split()[0]))
            pixels = numpy.frombuffer(open(out.name, "rb").read(), dtype=numpy.uint8).reshape(3, 224, 224).transpose(1, 2, 0)
            apart = numpy.abs(pixels.astype(int) - pillow(data, False).astype(int))
            print(f"{width}x{height}, {len(data)} bytes: Pillow {sorted(theirs)}, library {sorted(ours)},"
                  f" ratio {statistics.median(ours) / statistics.median(theirs):.2f};"
                  f" mean {apart.mean():.3f} and most {apart.max()} of 255 apart from Pillow at full size", flush=True)


main(sys.argv[1])
