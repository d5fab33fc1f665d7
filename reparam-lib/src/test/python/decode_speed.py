"""Times image files to the input of a net for 224x224 (shorter side 256, bilinear, crop): Pillow and the library, turn about.

    mvn -q -pl reparam-lib test-compile
    mvn -q -pl reparam-lib dependency:build-classpath -Dmdep.outputFile=/tmp/cp
    python3 reparam-lib/src/test/python/decode_speed.py "reparam-lib/target/test-classes:reparam-lib/target/classes:$(cat /tmp/cp)"

Needs Pillow and numpy. Prints, in ms, the lowest, middle and highest of the rounds' medians, the middle of their ratios, round by
round, with a quarter of them below and above; the same of the processor's time, which hardly knows whether the machine is busy with
others, with Java's compiler and collector in it; and how far the pixels are apart.
"""
import io
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
from PIL import Image

ROUNDS, SECONDS = 15, 0.7


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


def pillow_times(data):
    times, processor = [], time.process_time()
    while time.process_time() < processor + SECONDS:
        start = time.perf_counter()
        pillow(data, True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), 1000 * (time.process_time() - processor) / len(times)


def spread(times):
    return f"{min(times):.2f} {statistics.median(times):.2f} {max(times):.2f}"


def main(classpath):
    for width, height in (4000, 3000), (500, 375):
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file, tempfile.NamedTemporaryFile() as out:
            photo(width, height).save(file.name, quality=85)
            data = open(file.name, "rb").read()
            theirs, ours = [], []
            command = ["java", "-cp", classpath, "io.reparam.image.decode.DecodeTimes", file.name, str(SECONDS), out.name]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as library:
                for turn in range(ROUNDS + 1):
                    library.stdin.write("\n")
                    ours.append([float(number) for number in library.stdout.readline().split()])
                    theirs.append(pillow_times(data))
                library.stdin.close()
            ours, theirs = ours[1:], theirs[1:]  # the first one waited until all was warm
            pixels = numpy.frombuffer(open(out.name, "rb").read(), dtype=numpy.uint8).reshape(3, 224, 224).transpose(1, 2, 0)
            apart = numpy.abs(pixels.astype(int) - pillow(data, False).astype(int))
            print(f"{width}x{height}, {len(data)} bytes: mean {apart.mean():.3f} and most {apart.max()} of 255 apart from Pillow at"
                  " full size")
            for name, o, t in zip(("time", "processor"), zip(*ours), zip(*theirs)):
                quarters = statistics.quantiles([a / b for a, b in zip(o, t)], n=4)
                print(f"  {name}: Pillow {spread(t)}, library {spread(o)},"
                      f" ratio {quarters[1]:.2f} ({quarters[0]:.2f} to {quarters[2]:.2f})", flush=True)


main(sys.argv[1])
