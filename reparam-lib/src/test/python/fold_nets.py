"""Folds nets of timm and torchvision with default options and counts what is left beside what other tools leave.

python fold_nets.py DIR [--reparam PATH] [--seconds S] [--only NAME[/FORM]] [--keep]   adds a row a net and form to DIR/nets.csv
python fold_nets.py DIR --table                                              prints the rows as a Markdown table

A form is exporter-opset-sizes-type: `old` is torch.onnx.export(dynamo=False) in training form, so that norms stay, `eval` the
same with that exporter's own folds, `new` is dynamo=True; sizes are `fixed`, `batch` (free batch) or `image` (free batch,
height and width). Weights are random from a seed. Rows that are there already are not made again. A net that went wrong keeps its file.
Needs torch, timm, torchvision, onnx, onnxruntime, onnxsim, onnxslim and onnxscript.
"""
import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import time
import warnings
from importlib.metadata import version

os.environ.setdefault('OMP_NUM_THREADS', '1')
warnings.filterwarnings('ignore')
HERE = os.path.dirname(os.path.abspath(__file__))
NEWEST = 23
COLUMNS = ['net', 'form', 'bytes', 'original', 'basic', 'extended', 'onnxsim', 'onnxslim', 'onnxscript', 'folded',
           'more', 'exit', 'verdict', 'cpu_s', 'rss_mb', 'runs', 'folded_runs', 'said']
SHOWN = [name for name in COLUMNS if name not in ('bytes', 'more', 'said')]
# a process of its own, as Linux counts what its parent held to a child's largest memory
MEASURE = """import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=2)
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)"""
FORMS = {
    'old': 'old-17-fixed-float32', 'batch': 'old-17-batch-float32', 'eval': 'eval-17-fixed-float32',
    'o11': 'old-11-fixed-float32', 'o20': 'old-20-batch-float32',
    'new': f'new-{NEWEST}-fixed-float32', 'newb': f'new-{NEWEST}-batch-float32', 'new18': 'new-18-fixed-float32',
    'image': f'new-{NEWEST}-image-float32', 'oimage': 'old-17-image-float32',
    'half': 'old-17-fixed-float16', 'newhalf': f'new-{NEWEST}-fixed-float16', 'bf': f'new-{NEWEST}-fixed-bfloat16',
}
NETS = """
mobileone_s0 old newb half | seresnet50 newb old | ghostnetv3_100 old newb | fastvit_t8 old newb | repvgg_a0 image old | mobilenetv3_small_100 newb old bf o11
levit_128s newb old o11 half | efficientvit_m0 newb old | vit_tiny_patch16_224 newb old half | swin_tiny_patch4_window7_224 new old | repvit_m0_9 newb old
convnext_atto new bf | ghostnetv2_100 newb old | poolformer_s12 newb old | edgenext_xx_small old newb | tf_efficientnetv2_b0 o20 new
coat_lite_tiny newb old | mobilevit_xxs newb old | mobilevitv2_050 old newb | regnety_002 half newb | efficientnet_b0 eval newb | resnet50 o11 new
resnest14d newb old | skresnet18 old newb | gcresnext26ts newb old | eca_resnext26ts old new | tiny_vit_5m_224 newb old | deit_tiny_distilled_patch16_224 half newb
mobilenetv4_conv_small old new | starnet_s1 newb old | shvit_s1 newb old | pvt_v2_b0 old newb | xcit_nano_12_p16_224 newb old | inception_next_atto old newb
resnet18 bf newb oimage half old o11 | tinynet_e newhalf old | rexnet_100 old newb | efficientnet_lite0 image | tv:squeezenet1_1 newb o11
tv:shufflenet_v2_x0_5 o11 newb | tv:mnasnet0_5 eval | tv:googlenet old | tv:regnet_y_400mf newb | tv:mobilenet_v2 image half | tv:efficientnet_b0 newb
hiera_tiny_224 newb old | davit_tiny newb old | caformer_s18 newb | densenet121 newb old | hrnet_w18_small old | eca_nfnet_l0 newb old | dla34 old
convnext_tiny newb | efficientvit_b0 old newb | cspresnet50 new | darknet53 old | coatnet_0_rw_224 newb | maxvit_tiny_rw_224 new | volo_d1_224 newb
tv:inception_v3 newb | tv:vgg11_bn old | cbam_resnet50 newb | nfnet_f0 new | repghostnet_100 old | hgnetv2_b0 old | lcnet_050 newb | mixnet_s old
cs3darknet_s old | selecsls42b old | mnasnet_small old | hardcorenas_a old | seresnext26t_32x4d o11 | convmixer_768_32 old | resmlp_12_224 newb
mixer_s32_224 newb | gmlp_s16_224 newb | crossvit_tiny_240 newb | nest_tiny newb | twins_pcpvt_small newb | visformer_tiny old | focalnet_tiny_srf newb
ese_vovnet19b_dw newb | resnetv2_50 newb | bat_resnext26ts old | sebotnet33ts_256 newb | lambda_resnet26rpt_256 old | halonet26t newb | mvitv2_tiny newb
gernet_s old | nf_regnet_b0 newb | fbnetc_100 old | semnasnet_075 newb
"""


def work():
    """The first form of each net, then the second, ..."""
    entries = [entry.split() for entry in NETS.replace('\n', '|').split('|') if entry.strip()]
    for turn in range(1, max(map(len, entries))):
        for entry in entries:
            if turn < len(entry):
                yield entry[0], FORMS[entry[turn]]


def net(name):
    import torch
    torch.manual_seed(18)
    torch.set_num_threads(1)
    if name.startswith('tv:'):
        import torchvision
        model = getattr(torchvision.models, name[3:])(weights=None, init_weights=True) if name[3:] in (
            'googlenet', 'inception_v3') else getattr(torchvision.models, name[3:])(weights=None)
        size = (3, 299, 299) if name.endswith('inception_v3') else (3, 224, 224)
    else:
        import timm
        model = timm.create_model(name, num_classes=100)
        size = model.default_cfg['input_size']
    model.eval()
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, .1)
            module.running_var.uniform_(.5, 1.5)
    for parameter in model.parameters():  # what starts as a constant, such as a norm's or a layer's scale, hides folds
        data = parameter.data
        if data.numel() > 1 and data.std() == 0:
            data.normal_(0, .05) if data.flatten()[0] == 0 else data.uniform_(.5, 1.5)
    return model, size


def export(name, form, path):
    import torch
    exporter, opset, sizes, kind = form.split('-')
    model, size = net(name)
    kind = getattr(torch, kind)
    model, image = model.to(kind), torch.randn(1 if exporter != 'new' or sizes == 'fixed' else 2, *size).to(kind)
    free = {'fixed': {}, 'batch': {0: 'N'}, 'image': {0: 'N', 2: 'H', 3: 'W'}}[sizes]
    options = dict(opset_version=int(opset), input_names=['x'], output_names=['y'], dynamo=exporter == 'new')
    if exporter == 'new':
        if free:
            options['dynamic_shapes'] = ({axis: torch.export.Dim.DYNAMIC for axis in free},)
        torch.onnx.export(model, (image,), path, external_data=False, verbose=False, **options)
    else:
        if exporter == 'old':
            options.update(training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
        torch.onnx.export(model, (image,), path, dynamic_axes={'x': free, 'y': {0: 'N'}} if free else None, **options)


def nodes(model):
    import onnx
    if model.functions:
        model = onnx.inliner.inline_local_functions(model)
    return count(model.graph)


def count(graph):
    return sum((node.op_type != 'Constant') + sum(count(a.g) for a in node.attribute if a.HasField('g'))
               for node in graph.node)


def ort(path, level):
    import onnx
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = level
    options.optimized_model_filepath = path + '.ort.onnx'
    onnxruntime.InferenceSession(path, options, providers=['CPUExecutionProvider'])
    return nodes(onnx.load(path + '.ort.onnx'))


def onnxsim(path):
    import onnx
    import onnxsim as tool
    return kept(tool.simplify(onnx.load(path))[0], path, 'onnxsim')


def onnxslim(path):
    import onnxslim as tool
    return kept(tool.slim(path), path, 'onnxslim')


def kept(model, path, tool):
    import onnx
    onnx.save(model, f'{path[:-5]}-{tool}.onnx')
    return nodes(model)


def onnxscript(path):
    import onnx
    from onnxscript import optimizer
    return nodes(optimizer.optimize(onnx.load(path)))


def apart(task, *arguments, seconds=300):
    """The task's number from a child process: other tools may crash or hang."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        answer = b''
        try:
            answer = str(task(*arguments)).encode()
        except BaseException as error:
            if task is export:
                answer = f'{type(error).__name__}: {error}'[:300].encode()
        os.write(write, answer)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, 'rb') as pipe:
        answer = pipe.read().decode(errors='replace')
    os.waitpid(child, 0)
    return answer


def fold(reparam, path):
    out, report = path[:-5] + '-folded.onnx', path[:-5] + '.json'
    for old in (out, report, out[:-5] + '.certificate.json'):
        if os.path.exists(old):
            os.remove(old)
    with open(path + '.txt', 'wb') as said:
        measured = subprocess.run([sys.executable, '-c', MEASURE, reparam, 'fold', path, '-o', out, '--json', report],
                                  stdout=subprocess.PIPE, stderr=said).stdout.split()
    row = {'exit': int(measured[0]), 'cpu_s': round(float(measured[1]), 1), 'rss_mb': int(measured[2]) // 1024}
    text = open(path + '.txt', errors='replace').read()
    row['verdict'] = next((word for word in ('UNDECIDED', 'DIFFERENT', 'EQUIVALENT') if word in text), '')
    row['said'] = '' if row['exit'] == 0 else ' '.join(text.split())[-300:]
    if os.path.exists(out):
        import onnx
        row['folded'] = nodes(onnx.load(out))
    return row


def judge(name, form, directory, reparam, keep=False):
    path = os.path.join(directory, f"{name.replace(':', '_')}-{form}.onnx")
    row = {'net': name, 'form': form}
    failure = apart(export, name, form, path)
    if failure != 'None' or not os.path.exists(path):
        return row | {'said': 'not exported: ' + ' '.join(failure.split())}
    row['bytes'] = os.path.getsize(path)
    row |= fold(reparam, path)
    import onnx
    row['original'] = nodes(onnx.load(path))
    import onnxruntime
    levels = onnxruntime.GraphOptimizationLevel
    row['basic'] = apart(ort, path, levels.ORT_ENABLE_BASIC)
    row['extended'] = apart(ort, path, levels.ORT_ENABLE_EXTENDED)
    row['runs'] = apart(ort, path, levels.ORT_ENABLE_ALL)
    if 'folded' in row:
        row['folded_runs'] = apart(ort, path[:-5] + '-folded.onnx', levels.ORT_ENABLE_ALL)
    row['onnxsim'], row['onnxslim'], row['onnxscript'] = (apart(tool, path) for tool in (onnxsim, onnxslim, onnxscript))
    others = [int(row[tool]) for tool in ('basic', 'onnxsim', 'onnxslim', 'onnxscript') if row[tool]]
    if 'folded' in row and others:
        row['more'] = row['folded'] - min(others)
    files = [path] + [f'{path[:-5]}-{tool}.onnx' for tool in ('folded', 'onnxsim', 'onnxslim')]
    right = row['exit'] == 0 and row.get('more', 1) <= 0
    for left in [path + '.ort.onnx', path[:-5] + '-folded.onnx.ort.onnx'] + (files if right and not keep else []):
        if os.path.exists(left):
            os.remove(left)
    return row


def rows(directory):
    path = os.path.join(directory, 'nets.csv')
    return list(csv.DictReader(open(path))) if os.path.exists(path) else []


def table(directory):
    print('| ' + ' | '.join(SHOWN) + ' |\n' + '|---' * len(SHOWN) + '|')
    for row in rows(directory):
        if row['exit'] != '':
            print('| ' + ' | '.join(row[c] for c in SHOWN) + ' |')
    print(', '.join(f'{tool} {version(tool)}' for tool in
                    'torch torchvision timm onnx onnxruntime onnxsim onnxslim onnxscript'.split()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('directory')
    parser.add_argument('--reparam', default=os.path.join(HERE, '../../../target/reparam'))
    parser.add_argument('--seconds', type=float, default=float('inf'))
    parser.add_argument('--only', default='')
    parser.add_argument('--keep', action='store_true', help='the files of each row, for bench')
    parser.add_argument('--table', action='store_true')
    options = parser.parse_args()
    os.makedirs(options.directory, exist_ok=True)
    if options.table:
        return table(options.directory)
    import onnxruntime, onnxscript, onnxsim, onnxslim, timm, torch, torchvision  # noqa: here once for all children
    start = time.monotonic()
    done = {(row['net'], row['form']) for row in rows(options.directory)}
    for name, form in work():
        if (name, form) in done or not f'{name}/{form}'.startswith(options.only):
            continue
        if time.monotonic() - start > options.seconds:
            return print('more to do')
        row = judge(name, form, options.directory, options.reparam, options.keep)
        with open(os.path.join(options.directory, 'nets.csv'), 'a', newline='') as out:
            writer = csv.DictWriter(out, COLUMNS, restval='')
            if out.tell() == 0:
                writer.writeheader()
            writer.writerow(row)
        print(json.dumps(row), flush=True)


if __name__ == '__main__':
    main()
