"""Times what fold_nets.py --keep left in DIR: the net, onnxsim's, OnnxSlim's and the folded file, in one process, turn about.

python fold_latency.py DIR [--seconds S] [--size HxW]   prints a Markdown table: medians of ONNX Runtime at its highest level, batch 1,
1 thread, after each the median of its ratio to the original round by round, and such a ratio of the folded file to the fastest of
the others with its 95 % interval. Images of free size are HxW, else 224x224.
"""
import argparse
import os
import random
import time

import numpy as np
import onnxruntime

KINDS = ['', '-onnxsim', '-onnxslim', '-folded']
TYPES = {'tensor(float)': np.float32, 'tensor(float16)': np.float16}


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # threads of the sessions that wait would spin
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])


def measure(files, seconds, image_size):
    sessions = [session(path) for path in files]
    given = sessions[0].get_inputs()[0]
    free = [1, 3, *image_size]
    shape = [size if isinstance(size, int) and size > 0 else free[axis] for axis, size in enumerate(given.shape)]
    image = {given.name: np.random.default_rng(1).standard_normal(shape).astype(TYPES[given.type])}
    rounds, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or len(rounds) < 12:
        times = [0.] * len(files)
        for which in random.sample(range(len(files)), len(files)):
            begin = time.perf_counter()
            sessions[which].run(None, image)
            times[which] = time.perf_counter() - begin
        rounds.append(times)
    return np.array(rounds[max(2, len(rounds) // 10):]) * 1000  # the first tenth warms up


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('directory')
    parser.add_argument('--seconds', type=float, default=15)
    parser.add_argument('--size', default='224x224')
    options = parser.parse_args()
    image_size = [int(side) for side in options.size.split('x')]
    print('| net | original, ms (ratio to it) | onnxsim | OnnxSlim | folded | folded / best other |\n|---|---|---|---|---|---|')
    for name in sorted(os.listdir(options.directory)):
        base = os.path.join(options.directory, name[:-len('-folded.onnx')])
        kinds = [kind for kind in KINDS if os.path.exists(base + kind + '.onnx')]
        if not name.endswith('-folded.onnx') or '' not in kinds or 'bfloat16' in name:
            continue
        times = measure([base + kind + '.onnx' for kind in kinds], options.seconds, image_size)
        medians = dict(zip(kinds, np.median(times, 0)))
        best = min(kinds[:-1], key=medians.get)
        ratios = times[:, -1] / times[:, kinds.index(best)]
        drawn = np.median(np.random.default_rng(1).choice(ratios, (1000, len(ratios))), 1)
        shares = dict(zip(kinds, np.median(times / times[:, :1], 0)))
        cells = [f'{medians[kind]:.2f} ({shares[kind]:.3f})' if kind in medians else '-' for kind in KINDS]
        print(f'| {name[:-len("-folded.onnx")]} | {" | ".join(cells)} | {np.median(ratios):.3f}'
              f' ({np.quantile(drawn, .025):.3f} to {np.quantile(drawn, .975):.3f}) |', flush=True)


if __name__ == '__main__':
    random.seed(1)
    main()
