"""Exports nets of Keras by tf2onnx, to be folded beside fold_nets.py's: python keras_nets.py DIR [NAME ...]

Weights are random from a seed, BatchNormalization's statistics too. Needs tensorflow and tf2onnx.
"""
import os
import subprocess
import sys

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
NETS = ['MobileNetV3Small', 'EfficientNetB0']


def export(name, directory):
    import numpy
    from tensorflow.keras import applications
    model = getattr(applications, name)(weights=None, classes=10, input_shape=(96, 96, 3))
    drawn = numpy.random.default_rng(0)
    weights = []
    for variable in model.weights:
        value = variable.numpy()
        if 'moving_var' in variable.path or 'gamma' in variable.path:
            value = drawn.uniform(.5, 1.5, value.shape)
        elif 'moving_mean' in variable.path or 'beta' in variable.path:
            value = drawn.normal(0, .1, value.shape)
        weights.append(value.astype(variable.numpy().dtype))
    model.set_weights(weights)
    saved = os.path.join(directory, name)
    model.export(saved, verbose=False)
    subprocess.run([sys.executable, '-m', 'tf2onnx.convert', '--saved-model', saved, '--output', saved + '.onnx', '--opset', '17'],
                   check=True)


if __name__ == '__main__':
    os.makedirs(sys.argv[1], exist_ok=True)
    for each in sys.argv[2:] or NETS:
        export(each, sys.argv[1])
