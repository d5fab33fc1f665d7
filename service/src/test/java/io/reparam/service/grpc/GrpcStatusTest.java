package io.reparam.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcStatusTest {
    @ParameterizedTest
    @EnumSource
    void of_everyKind_isAFailureWithTheMessage(ErrorKind kind) {
        Status status = GrpcStatus.of(new ServiceException(kind, "what and why"));
        assertThat(status.getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
        assertThat(status.getDescription()).isEqualTo("what and why");
    }
}
