"""Draws text with Pillow, another source than the library's own: calibrate_images.py lines|pages|turned FOLDER COUNT SEED PHOTOS.

lines: upright in FOLDER/0, on their heads in FOLDER/1. pages: 256x256. turned: pages of 320x320 by quarter turns in FOLDER/0 to 3.
PHOTOS: a folder of JPEG files; a part of the grounds comes from them. Fonts are Debian's fonts-liberation and fonts-freefont-ttf.
"""

import glob
import os
import random
import sys

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WORDS = (
    "the quick brown fox jumps over lazy dog invoice total amount date street number page chapter image network 2026 "
    "1,234.50 #17 Berlin Paris Tokyo order customer price receipt station garden window table morning evening 08:30 42% (A4) No.9"
).split()
FONTS = sorted(glob.glob("/usr/share/fonts/truetype/liberation/*.ttf") + glob.glob("/usr/share/fonts/truetype/freefont/*.ttf"))


def colour(draw, low, high):
    return tuple(draw.randint(low, high) for _ in range(3))


def line(draw, photos):
    font = ImageFont.truetype(draw.choice(FONTS), draw.randint(22, 40))
    text = " ".join(draw.sample(WORDS, draw.randint(1, 4)))
    ground, pen = colour(draw, 140, 255), colour(draw, 0, 90)
    if draw.random() < 0.25:
        ground, pen = pen, ground
    _, _, width, height = font.getbbox(text)
    image = Image.new("RGB", (width + draw.randint(6, 24), height + draw.randint(4, 14)), ground)
    if draw.random() < 0.3:
        photo = Image.open(draw.choice(photos)).convert("RGB")
        x, y = draw.randint(0, max(0, photo.width - image.width)), draw.randint(0, max(0, photo.height - image.height))
        image = Image.blend(image, photo.crop((x, y, x + image.width, y + image.height)), 0.35)
    ImageDraw.Draw(image).text((draw.randint(3, 9), draw.randint(0, 6)), text, font=font, fill=pen)
    image = image.rotate(draw.uniform(-2, 2), fillcolor=ground, resample=Image.BILINEAR)
    return image.filter(ImageFilter.GaussianBlur(draw.random()))


def page(draw, photos, side):
    if draw.random() < 0.5:
        image = Image.open(draw.choice(photos)).convert("RGB").resize((side, side)).point(lambda v: int(v * 0.45 + 120))
    else:
        image = Image.new("RGB", (side, side), colour(draw, 180, 255))
    pen, y = ImageDraw.Draw(image), draw.randint(4, 30)
    while y < side - 24:
        size = draw.randint(11, 26)
        text = " ".join(draw.sample(WORDS, draw.randint(1, 5)))
        font = ImageFont.truetype(draw.choice(FONTS), size)
        pen.text((draw.randint(2, side // 4), y), text, font=font, fill=colour(draw, 0, 80))
        y += size + draw.randint(6, 40)
    return image


def main():
    what, folder, count, seed, photo_folder = sys.argv[1:]
    photos = sorted(glob.glob(photo_folder + "/*.jpg"))
    draw = random.Random(int(seed))
    for i in range(int(count)):
        if what == "lines":
            label, image = str(i % 2), line(draw, photos)
            image = image.rotate(180) if i % 2 else image
        elif what == "turned":
            label, image = str(i % 4), page(draw, photos, 320).rotate(-90 * (i % 4))
        else:
            label, image = "", page(draw, photos, 256)
        os.makedirs(os.path.join(folder, label), exist_ok=True)
        image.save(os.path.join(folder, label, f"{i:04d}.png"))


main()
