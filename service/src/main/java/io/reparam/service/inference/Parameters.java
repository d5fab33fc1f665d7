package io.reparam.service.inference;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, an input or an output. Names that mean nothing here are passed over, as the protocol asks.
 *
 * @param values Boolean, Long, Double, String, or BigInteger where a long is too small
 */
public record Parameters(Map<String, Object> values) {
    public static final Parameters NONE = new Parameters(Map.of());

    private static final int MOST = 64;

    /** @throws ServiceException BAD_REQUEST if there are more than any client sends */
    public Parameters {
        if (values.size() > MOST) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST, "there are " + values.size() + " parameters; send at most " + MOST);
        }
        values = Map.copyOf(values);
    }

    /**
     * A parameter that counts something; one that is larger than a long counts as the largest long.
     *
     * @return 0 if it is absent
     * @throws ServiceException BAD_REQUEST if it is anything else than a whole number from 0 on
     */
    public long count(String name) {
        Object value = values.get(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        if (value instanceof BigInteger large && large.signum() > 0) {
            return Long.MAX_VALUE;
        }
        throw wrong(name, value, "a whole number from 0 on");
    }

    /**
     * A parameter that is on or off.
     *
     * @return null if it is absent
     * @throws ServiceException BAD_REQUEST if it is neither
     */
    public @Nullable Boolean flag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw wrong(name, value, "true or false");
    }

    /** @throws ServiceException BAD_REQUEST if the tensor is said to lie in shared memory */
    public void refuseSharedMemory() {
        if (values.containsKey("shared_memory_region")) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST, "shared memory is not supported; send the tensor in the request");
        }
    }

    private static ServiceException wrong(String name, Object value, String wanted) {
        return new ServiceException(
                ErrorKind.BAD_REQUEST,
                "parameter '" + name + "' is " + CallerText.quote(value.toString()) + "; it must be " + wanted);
    }
}
