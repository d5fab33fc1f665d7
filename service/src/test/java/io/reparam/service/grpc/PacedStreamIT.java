package io.reparam.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelStreamInferResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that sends and sends, and never reads an answer. */
@Timeout(120)
class PacedStreamIT extends StartedService {
    private static final int ENDLESS = 400_000;
    private static final int PATIENCE_SECONDS = 3;

    @Test
    void clientThatReadsNoAnswers_isReadNoMore_andOthersAreAnswered() throws Exception {
        ManagedChannel channel = grpc.channel().build();
        try {
            Semaphore ready = new Semaphore(0);
            ClientCall<ModelInferRequest, ModelStreamInferResponse> call =
                    channel.newCall(GRPCInferenceServiceGrpc.getModelStreamInferMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onReady() {
                            ready.release();
                        }
                    },
                    new Metadata());
            ModelInferRequest request = ModelInferRequest.newBuilder()
                    .setModelName("nobody")
                    .setId("1".repeat(100))
                    .build();
            int sent = 0;
            while (sent < ENDLESS && (call.isReady() || ready.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))) {
                call.sendMessage(request);
                sent++;
            }
            assertThat(sent).isBetween(1, ENDLESS - 1);
            assertThat(rest.get("/v2/health/ready").status()).isEqualTo(200);
        } finally {
            channel.shutdownNow();
        }
    }
}
