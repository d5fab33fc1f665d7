package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets that another team trained and exported, with default options: two amplify rounding, two take images of one height only. */
class PaddleOcrFoldTest {
    @TempDir
    Path directory;

    /** Model, and how many of its gates only calibration takes out. */
    @ParameterizedTest
    @CsvSource({
        "ch_ppocr_mobile_v2.0_cls_infer, 9",
        "ch_PP-OCRv3_det_infer, 8",
        "ch_PP-OCRv4_det_infer, 10",
        "ch_PP-OCRv3_rec_infer, 2",
        "ch_PP-OCRv4_rec_infer, 2"
    })
    void fold_isProved_andSaysSoInAFewLines(String model, int gates) throws IOException {
        Path net = directory.resolve("net.onnx");
        try (InputStream in = getClass().getResourceAsStream("/models/" + model + ".onnx")) {
            Files.copy(Objects.requireNonNull(in, model), net);
        }
        StringWriter out = new StringWriter();
        int code = ReparamCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(
                        "fold",
                        net.toString(),
                        "-o",
                        directory.resolve("folded.onnx").toString());
        assertThat(code).as(out.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("EQUIVALENT", gates + " gates depend on the input; reparam calibrate " + net);
        assertThat(out.toString().lines()).hasSizeLessThanOrEqualTo(25);
    }
}
