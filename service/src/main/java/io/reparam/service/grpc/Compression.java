package io.reparam.service.grpc;

import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The message compressions that are understood, both ways. */
@Configuration(proxyBeanMethods = false)
class Compression {
    @Bean
    CompressorRegistry compressorRegistry() {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(Codec.Identity.NONE);
        compressors.register(new Codec.Gzip());
        compressors.register(new DeflateCodec());
        return compressors;
    }

    @Bean
    DecompressorRegistry decompressorRegistry() {
        return DecompressorRegistry.getDefaultInstance().with(new DeflateCodec(), true);
    }
}
