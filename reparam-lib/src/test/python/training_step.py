"""Images a second of the same training step in PyTorch: ResNet-20 (basic) with SE, batch 128, SGD with momentum.

Beside it: reparam train --data cifar10 --arch resnet20-basic --mode attention --epochs 1 --max-steps 100 --out run; cat run/log.jsonl
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

STEPS, WARM_UP, BATCH = 100, 5, 128


class Block(nn.Module):
    def __init__(self, inputs, planes, stride, attention):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes), nn.ReLU(),
            nn.Conv2d(planes, planes, 3, 1, 1, bias=False), nn.BatchNorm2d(planes))
        hidden = max(1, round(planes / 16))
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(planes, hidden, 1), nn.ReLU(),
            nn.Conv2d(hidden, planes, 1), nn.Sigmoid()) if attention else None
        self.shortcut = nn.Identity() if inputs == planes and stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, planes, 1, stride, bias=False), nn.BatchNorm2d(planes))

    def forward(self, x):
        y = self.body(x)
        return F.relu((y if self.gate is None else y * self.gate(y)) + self.shortcut(x))


def resnet20(attention):
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    inputs = 16
    for stage in range(3):
        for i in range(3):
            layers.append(Block(inputs, 16 << stage, 2 if stage > 0 and i == 0 else 1, attention))
            inputs = 16 << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


net = resnet20('plain' not in sys.argv).train().to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(net.parameters(), 0.1, 0.9, weight_decay=5e-4)
images, labels = torch.randn(BATCH, 3, 32, 32), torch.randint(0, 10, (BATCH,))
images = images.contiguous(memory_format=torch.channels_last)
for step in range(WARM_UP + STEPS):
    if step == WARM_UP:
        start = time.perf_counter()
    optimizer.zero_grad()
    F.cross_entropy(net(images), labels).backward()
    optimizer.step()
seconds = time.perf_counter() - start
print(f'torch {torch.__version__}, {torch.get_num_threads()} threads: {BATCH * STEPS / seconds:.0f} images/s')
