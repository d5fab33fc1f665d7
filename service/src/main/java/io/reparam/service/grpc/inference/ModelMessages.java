package io.reparam.service.grpc.inference;

import io.reparam.service.grpc.inference.wire.DataType;
import io.reparam.service.grpc.inference.wire.ModelConfig;
import io.reparam.service.grpc.inference.wire.ModelConfigResponse;
import io.reparam.service.grpc.inference.wire.ModelDynamicBatching;
import io.reparam.service.grpc.inference.wire.ModelInput;
import io.reparam.service.grpc.inference.wire.ModelInstanceGroup;
import io.reparam.service.grpc.inference.wire.ModelMetadataResponse;
import io.reparam.service.grpc.inference.wire.ModelOutput;
import io.reparam.service.inference.ModelConfiguration;
import io.reparam.service.inference.ModelMetadata;
import io.reparam.service.inference.SchedulePolicy;
import io.reparam.service.inference.ServerFacts;
import java.util.List;

/** What is said about a model, as messages. */
final class ModelMessages {
    private ModelMessages() {}

    static ModelMetadataResponse metadata(ModelMetadata metadata) {
        return ModelMetadataResponse.newBuilder()
                .setName(metadata.name())
                .addAllVersions(metadata.versions())
                .setPlatform(metadata.platform())
                .addAllInputs(tensors(metadata.inputs()))
                .addAllOutputs(tensors(metadata.outputs()))
                .build();
    }

    private static List<ModelMetadataResponse.TensorMetadata> tensors(List<ModelMetadata.Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> ModelMetadataResponse.TensorMetadata.newBuilder()
                        .setName(tensor.name())
                        .setDatatype(tensor.datatype())
                        .addAllShape(tensor.shape())
                        .build())
                .toList();
    }

    static ModelConfigResponse configuration(ModelConfiguration config) {
        return ModelConfigResponse.newBuilder()
                .setConfig(ModelConfig.newBuilder()
                        .setName(config.name())
                        .setPlatform(ServerFacts.PLATFORM)
                        .setBackend(ServerFacts.BACKEND)
                        .setMaxBatchSize(config.maxBatch())
                        .addAllInput(config.inputs().stream()
                                .map(tensor -> ModelInput.newBuilder()
                                        .setName(tensor.name())
                                        .setDataType(DataType.valueOf(tensor.dataType()))
                                        .setFormat(ModelInput.Format.valueOf(tensor.format()))
                                        .addAllDims(tensor.dims())
                                        .build())
                                .toList())
                        .addAllOutput(config.outputs().stream()
                                .map(tensor -> ModelOutput.newBuilder()
                                        .setName(tensor.name())
                                        .setDataType(DataType.valueOf(tensor.dataType()))
                                        .addAllDims(tensor.dims())
                                        .setLabelFilename(tensor.labelFile())
                                        .build())
                                .toList())
                        .setDynamicBatching(ModelDynamicBatching.newBuilder()
                                .setPriorityLevels(SchedulePolicy.LEVELS)
                                .setDefaultPriorityLevel(SchedulePolicy.DEFAULT_LEVEL))
                        .addInstanceGroup(ModelInstanceGroup.newBuilder()
                                .setName(config.name())
                                .setCount(config.instances())
                                .setKind(
                                        config.gpu()
                                                ? ModelInstanceGroup.Kind.KIND_GPU
                                                : ModelInstanceGroup.Kind.KIND_CPU)))
                .build();
    }
}
