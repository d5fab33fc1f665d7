package io.reparam.service.inference;

import io.reparam.artifact.LabelSet;
import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Ran;
import io.reparam.service.classify.Call;
import io.reparam.service.classify.ModelInput;
import io.reparam.service.classify.ModelRun;
import io.reparam.service.classify.Target;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ImageRole;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.NetInterface;
import io.reparam.service.runtime.NetInterface.Port;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import java.util.Optional;

/**
 * A variant under a name of the protocol; stays loaded until this is closed. With {@link TensorModels}, all of this package that
 * knows how models run.
 */
final class TensorModel implements AutoCloseable {
    /** Rows of one request. */
    static final int MAX_BATCH = 64;

    private final String name;
    private final Lease lease;
    private final ServedVariant variant;
    private final ModelRun runs;

    TensorModel(String name, Lease lease, ServedVariant variant, ModelRun runs) {
        this.name = name;
        this.lease = lease;
        this.variant = variant;
        this.runs = runs;
    }

    /** As the caller wrote it. */
    String name() {
        return name;
    }

    String version() {
        return target().version();
    }

    /** Rows of one request. */
    int maxBatch() {
        int said = lease.model().maxBatch();
        return said > 0 ? said : Math.min(MAX_BATCH, variant.queueCapacity());
    }

    NetInterface net() {
        return variant.net();
    }

    /** As callers see it, with -1 for the batch and what is free. */
    List<Long> shape(Port port) {
        return variant.net().shape(port, -1);
    }

    /** Runs at a time. */
    int instances() {
        return variant.instances();
    }

    /** Parts in which so many rows run. */
    int parts(int rows) {
        return (rows + variant.maxBatch() - 1) / variant.maxBatch();
    }

    /** Whether it takes encoded images, too. */
    boolean takesImages() {
        return variant.takesImages();
    }

    Optional<LabelSet> labels() {
        return lease.model().labels();
    }

    Target target() {
        return Target.of(variant);
    }

    /** @throws ServiceException BAD_REQUEST if the net takes tensors only */
    ImageRole images() {
        return variant.images();
    }

    /**
     * Runs it and waits for the answer.
     *
     * @return a tensor for each output
     */
    Ran<List<HostTensor>> run(Call call, ModelInput input, SchedulePolicy schedule) {
        return runs.run(call, lease, variant, input, schedule.start(), schedule.terms());
    }

    @Override
    public void close() {
        lease.close();
    }
}
