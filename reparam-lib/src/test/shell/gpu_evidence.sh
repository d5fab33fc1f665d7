#!/usr/bin/env bash
# Ten minutes of one GPU: trains ResNet-164 plain, with SE, with ASR(SE) and with both on CIFAR-10 in bfloat16, equal epochs, and
# then times SE's net beside the folded ASR(SE) one with ONNX Runtime's CUDA provider at batch 1, 8 and 64.
#
# usage: gpu_evidence.sh CIFAR10_DIR OUT_DIR
# needs: mvn -Pcuda -DskipTests package; an NVIDIA driver, CUDA 12 with cuDNN 9, PyTorch as reparam-lib/README.md says
# Called again, it goes on where it ended. A training that takes longer than TRAIN_LIMIT seconds is saved and ends the script.
# On a CPU, to see that it runs: DEVICE=cpu PROVIDER=cpu PRECISION=float32 ARCH=resnet11 EPOCHS=1 MAX_STEPS=2 BATCHES=2 BENCH_SECONDS=1
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
reparam=${REPARAM:-$here/../../../target/reparam}
data=${1:?usage: gpu_evidence.sh CIFAR10_DIR OUT_DIR}
out=${2:?usage: gpu_evidence.sh CIFAR10_DIR OUT_DIR}
: "${DEVICE:=cuda}" "${PROVIDER:=cuda}" "${PRECISION:=bfloat16}" "${ARCH:=resnet164}" "${EPOCHS:=10}" "${MAX_STEPS:=0}"
: "${BATCHES:=1 8 64}" "${BENCH_SECONDS:=8}" "${TRAIN_LIMIT:=120}"
mkdir -p "$out"

{ date -u; nvidia-smi --query-gpu=name,driver_version --format=csv,noheader || true; } >>"$out/machine.txt" 2>&1
for mode in plain attention asr both; do
  # SIGTERM saves, and the same command goes on from there
  timeout -s TERM -k 30 "$TRAIN_LIMIT" "$reparam" train --data "$data" --arch "$ARCH" --attention se --mode $mode \
    --device "$DEVICE" --precision "$PRECISION" --batch 256 --learning-rate 0.2 --loader-threads 8 \
    --epochs "$EPOCHS" --max-steps "$MAX_STEPS" --seed 1 --resume --out "$out/$mode" 2>&1 | tee -a "$out/$mode.txt"
done
for mode in plain attention asr both; do
  [ -f "$out/$mode.onnx" ] || "$reparam" export "$out/$mode" -o "$out/$mode.onnx"
  [ -f "$out/$mode-folded.onnx" ] || "$reparam" fold "$out/$mode.onnx" -o "$out/$mode-folded.onnx" >"$out/$mode-fold.txt"
done
for batch in $BATCHES; do
  "$reparam" bench "$out/attention-folded.onnx" "$out/asr-folded.onnx" --provider "$PROVIDER" --batch "$batch" \
    --seconds "$BENCH_SECONDS" --json "$out/bench-$batch.json" | tee "$out/bench-$batch.txt"
done

echo "| | plain | se | asr(se) | both |"
echo "|---|---|---|---|---|"
row="| top-1, % |"
for mode in plain attention asr both; do row+=" $(sed -n 's/^test accuracy \([0-9.]*\).*/\1/p' "$out/$mode.txt" | tail -1) |"; done
echo "$row"
for batch in $BATCHES; do sed -n "s/^B \/ A/batch $batch, folded asr(se) \/ folded se/p" "$out/bench-$batch.txt"; done
for batch in $BATCHES; do
  awk -v batch="$batch" 'NF == 6 && ($1 == "A" || $1 == "B") {
    printf "batch %d, folded %s: %.3f ms, %.0f images/s\n", batch, $1 == "A" ? "se" : "asr(se)", $3, 1000 * batch / $3
  }' "$out/bench-$batch.txt"
done
