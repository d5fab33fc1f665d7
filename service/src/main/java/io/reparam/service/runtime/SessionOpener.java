package io.reparam.service.runtime;

import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.Provider;
import io.reparam.ort.ProviderUnavailableException;
import io.reparam.ort.SessionSettings;
import io.reparam.service.repository.UnservableException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions where the configuration wants them, and decides once, with the first one, what {@code auto} means here. Called
 * by one thread at a time.
 */
final class SessionOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    private final RuntimeSettings settings;
    private final BiFunction<byte[], SessionSettings, OrtModel> open;
    private @Nullable Provider decided;

    SessionOpener(RuntimeSettings settings) {
        this(settings, OrtModel::new);
    }

    SessionOpener(RuntimeSettings settings, BiFunction<byte[], SessionSettings, OrtModel> open) {
        this.settings = settings;
        this.open = open;
    }

    /**
     * Opens one session.
     *
     * @throws UnservableException if CUDA is demanded and not available
     * @throws OrtModelException if the model cannot be loaded
     */
    OrtModel open(byte[] onnx) {
        Provider provider = decided;
        if (provider != null) {
            return open(onnx, provider);
        }
        OrtModel model = switch (settings.provider()) {
            case CPU -> open(onnx, Provider.CPU);
            case CUDA -> openCuda(onnx);
            case AUTO -> openBest(onnx);
        };
        decided = model.settings().provider();
        return model;
    }

    private OrtModel openCuda(byte[] onnx) {
        try {
            return open(onnx, Provider.CUDA);
        } catch (ProviderUnavailableException e) {
            throw new UnservableException(
                    "reparam.runtime.provider is 'cuda', but there is no usable CUDA here: " + oneLine(e),
                    "Run on a machine with an NVIDIA GPU and CUDA 12 with a service that was built with "
                            + "onnxruntime_gpu, or set reparam.runtime.provider to 'auto' or 'cpu'.",
                    e);
        }
    }

    private OrtModel openBest(byte[] onnx) {
        try {
            return open(onnx, Provider.CUDA);
        } catch (OrtModelException e) {
            // a driver that does not fit shows only here; a broken model fails again on the CPU, with the right message
            String reason = oneLine(e);
            LOG.info(
                    "Models run on the CPU: {}",
                    reason.contains("CUDA shared provider") ? "this build is one without CUDA" : reason);
            return open(onnx, Provider.CPU);
        }
    }

    private OrtModel open(byte[] onnx, Provider provider) {
        return open.apply(
                onnx,
                new SessionSettings(
                        provider, settings.device(), settings.deviceMemory().toBytes(), settings.threads(), true));
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
