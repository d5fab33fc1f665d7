package io.reparam.service.grpc.inference;

import io.reparam.service.grpc.inference.wire.ModelRepositoryParameter;
import io.reparam.service.grpc.inference.wire.RepositoryIndexRequest;
import io.reparam.service.grpc.inference.wire.RepositoryIndexResponse;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadResponse;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadResponse;
import io.reparam.service.inference.ModelIndex;
import io.reparam.service.inference.Parameters;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The model repository extension. There is one repository, whatever name a caller gives it. */
@Component
final class RepositoryCalls {
    private final ModelIndex index;

    RepositoryCalls(ModelIndex index) {
        this.index = index;
    }

    RepositoryIndexResponse index(RepositoryIndexRequest request) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        index.entries(request.getReady())
                .forEach(entry -> response.addModelsBuilder()
                        .setName(entry.name())
                        .setVersion(entry.version())
                        .setState(entry.state())
                        .setReason(entry.reason()));
        return response.build();
    }

    RepositoryModelLoadResponse load(RepositoryModelLoadRequest request) {
        index.load(request.getModelName(), parameters(request.getParametersMap()));
        return RepositoryModelLoadResponse.getDefaultInstance();
    }

    RepositoryModelUnloadResponse unload(RepositoryModelUnloadRequest request) {
        index.unload(request.getModelName());
        return RepositoryModelUnloadResponse.getDefaultInstance();
    }

    private static Parameters parameters(Map<String, ModelRepositoryParameter> parameters) {
        return new Parameters(parameters.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, parameter -> parameter.getValue().toString())));
    }
}
