package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
    @Test
    void inlined_readsThePartOfTheFile_andKeepsTheRest() throws IOException {
        byte[] model = model("weights/a.bin", "1", "2");
        assertThat(ExternalWeights.locations(model)).containsExactly("weights/a.bin");
        byte[] inlined = ExternalWeights.inlined(model, location -> new byte[] {9, 8, 7, 6});
        assertThat(ExternalWeights.locations(inlined)).isEmpty();
        byte[] tensor = concat(field(8, "w"), field(9, new byte[] {8, 7}));
        assertThat(inlined).isEqualTo(concat(field(7, field(5, tensor)), field(2, "me")));
    }

    @Test
    void inlined_modelWithoutFiles_isTheSameArray() throws IOException {
        byte[] model = field(7, field(5, field(8, "w")));
        assertThat(ExternalWeights.inlined(model, location -> new byte[0])).isSameAs(model);
        byte[] nonsense = "not ONNX".getBytes(StandardCharsets.UTF_8);
        assertThat(ExternalWeights.inlined(nonsense, location -> new byte[0])).isSameAs(nonsense);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.bin", "/etc/passwd", "x/../../a", "C:\\a", "", "*/../_ORT_MEM_ADDR_"})
    void locationOutsideOfTheDirectory_isRefused(String location) {
        assertThatThrownBy(() -> ExternalWeights.locations(model(location, "0", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not below the model's own directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "5", "9999999999999", "x"})
    void partBeyondTheFile_isRefused(String offset) {
        assertThatThrownBy(() -> ExternalWeights.inlined(model("a.bin", offset, "2"), location -> new byte[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a.bin' has 4 bytes");
    }

    private static byte[] model(String location, String offset, String length) {
        byte[] tensor = concat(
                field(8, "w"),
                field(13, concat(field(1, "location"), field(2, location))),
                field(13, concat(field(1, "offset"), field(2, offset))),
                field(13, concat(field(1, "length"), field(2, length))),
                new byte[] {14 << 3, 1});
        return concat(field(7, field(5, tensor)), field(2, "me"));
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return concat(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
