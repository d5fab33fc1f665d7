package io.reparam.service.grpc;

import io.reparam.service.classify.Admission;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** A bounded pool instead of gRPC's, which grows without limit. */
@Configuration(proxyBeanMethods = false)
class GrpcThreads {
    /** More threads than places: one is always left to say that all places are taken, so that nothing queues up here. */
    private static final int SPARE = 16;

    @Bean(destroyMethod = "shutdown")
    ThreadPoolExecutor grpcExecutor(Admission admission) {
        int threads = admission.limit() + SPARE;
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new CustomizableThreadFactory("grpc-"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Bean
    GrpcServerExecutorProvider grpcServerExecutorProvider(ThreadPoolExecutor grpcExecutor) {
        return () -> grpcExecutor;
    }
}
