package io.reparam.service.infer;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lists what is served and changes nothing. */
@Component
final class ReadOnlyRepository implements RepositoryControl {
    private final TensorModels models;

    ReadOnlyRepository(TensorModels models) {
        this.models = models;
    }

    @Override
    public List<Entry> index() {
        return models.all().stream()
                .map(model -> new Entry(model.name(), model.version(), "READY", ""))
                .toList();
    }

    @Override
    public void load(String model) {
        throw notEnabled("load");
    }

    @Override
    public void unload(String model) {
        throw notEnabled("unload");
    }

    private static ServiceException notEnabled(String what) {
        return new ServiceException(
                ErrorKind.BAD_REQUEST,
                what + " is not enabled; change the model directory and start the service again");
    }
}
