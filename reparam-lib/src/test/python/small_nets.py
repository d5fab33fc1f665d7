"""Writes the small nets of src/test/resources/cases/mutate: python small_nets.py DIR, with torch 2.15 and onnx."""
import os
import sys
import warnings

import onnx
import torch
from torch import nn

warnings.filterwarnings('ignore')
torch.manual_seed(3)


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(outputs))


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gate = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, 4, 1), nn.ReLU(),
                                  nn.Conv2d(4, channels, 1), nn.Hardsigmoid())

    def forward(self, x):
        return self.gate(x) * x


class Branches(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.wide, self.small = conv(channels, channels, 3, groups=channels), conv(channels, channels, 1, groups=channels)
        self.same, self.out = nn.BatchNorm2d(channels), conv(channels, 2 * channels, 1)

    def forward(self, x):
        return torch.relu(self.out(torch.relu(self.wide(x) + self.small(x) + self.same(x))))


class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.branches, self.gate = conv(3, 8, 3, 2), Branches(8), Gate(16)
        self.up, self.head, self.classes = nn.Upsample(scale_factor=2), conv(16, 8, 1), nn.Linear(8, 5)

    def forward(self, x):
        x = self.gate(self.branches(nn.functional.hardswish(self.stem(x))))
        return self.classes(self.head(self.up(x)).mean((2, 3)))


class Block(nn.Module):
    def __init__(self, width=12, heads=3):
        super().__init__()
        self.heads, self.scale = heads, nn.Parameter(torch.rand(width))
        self.norm, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 24), nn.GELU(), nn.Linear(24, width))

    def forward(self, x):
        images, tokens, width = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(images, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        attention = (q * (width // self.heads) ** -.5 @ k.transpose(-2, -1)).softmax(-1)
        x = x + self.scale * self.out((attention @ v).transpose(1, 2).reshape(images, tokens, width))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches, self.block, self.classes = nn.Conv2d(3, 12, 4, 4), Block(), nn.Linear(12, 5)
        self.token, self.place = nn.Parameter(torch.randn(1, 1, 12)), nn.Parameter(torch.randn(1, 17, 12))

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(x.shape[0], -1, -1), x), 1) + self.place
        return self.classes(self.block(x)[:, 0])


def main(directory):
    image, two = torch.randn(1, 3, 16, 16), torch.randn(2, 3, 16, 16)
    names = dict(input_names=['x'], output_names=['y'])
    old = dict(dynamo=False, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, **names)
    free = {'x': {0: 'N'}, 'y': {0: 'N'}}
    os.chdir(directory)
    for name, net, opset in (('cnn', Convolutional(), 11), ('vit', Transformer(), 17)):
        net.eval()
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0, .1)
                module.running_var.uniform_(.5, 1.5)
        torch.onnx.export(net, image, f'torch-{name}-old.onnx', opset_version=opset, dynamic_axes=free, **old)
        torch.onnx.export(net, (two,), f'torch-{name}-new.onnx', dynamo=True, opset_version=23, external_data=False,
                          optimize=False, verbose=False, dynamic_shapes=({0: torch.export.Dim.DYNAMIC},), **names)
        if name == 'cnn':
            torch.onnx.export(net.half(), image.half(), 'torch-cnn-half.onnx', opset_version=17, **old)
    for file in os.listdir('.'):  # paths of this machine
        if file.startswith('torch-'):
            model = onnx.load(file)
            graph = model.graph
            for part in (model, *graph.node, *graph.input, *graph.output, *graph.initializer):
                part.ClearField('metadata_props')
            for node in graph.node:
                node.ClearField('doc_string')
            del graph.value_info[:]
            onnx.save(model, file)


main(sys.argv[1])
