package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.image.Fit;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BesideModelTest {
    @TempDir
    Path directory;

    private Path model;

    @BeforeEach
    void modelFile() throws IOException {
        model = Files.write(directory.resolve("model.onnx"), new byte[0]);
    }

    @Test
    void nothingBeside_saysNothing() throws IOException {
        assertThat(BesideModel.of(model)).isEqualTo(BesideModel.NOTHING);
    }

    @Test
    void huggingFace_shortestEdgeAndCrop() throws IOException {
        write("preprocessor_config.json", """
                {"do_center_crop": true, "crop_size": {"height": 224, "width": 224}, "do_resize": true,
                 "size": {"shortest_edge": 256}, "resample": 3, "do_rescale": true, "rescale_factor": 0.00392156862745098,
                 "do_normalize": true, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}""");
        write("config.json", """
                {"id2label": {"0": "cat", "2": "bird", "1": "dog"}, "problem_type": "multi_label_classification"}""");
        BesideModel beside = BesideModel.of(model);
        PreprocessSpec spec = beside.hints().spec();
        assertThat(spec.text())
                .startsWith("224x224 RGB, CROP of 256, BICUBIC, mean [0.485, 0.456, 0.406], std [0.229, 0.224, 0.225]");
        assertThat(Objects.requireNonNull(beside.labels()).names()).containsExactly("cat", "dog", "bird");
        assertThat(beside.activation()).isEqualTo(OutputActivation.SIGMOID);
        assertThat(beside.sources())
                .containsExactly("preprocessor_config.json (Hugging Face)", "config.json (Hugging Face)");
    }

    @Test
    void huggingFace_bothSides_meansStretched() throws IOException {
        write("preprocessor_config.json", """
                {"do_resize": true, "size": {"height": 224, "width": 224}, "resample": 2, "do_normalize": true,
                 "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""");
        assertThat(BesideModel.of(model).hints().spec().fit()).isEqualTo(Fit.STRETCH);
        write("preprocessor_config.json", """
                {"do_resize": true, "size": {"height": 256, "width": 256}, "resample": 3, "do_center_crop": true,
                 "crop_size": 224, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""");
        assertThat(BesideModel.of(model).hints().spec().text()).startsWith("224x224 RGB, STRETCH of 256, BICUBIC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"size": {"longest_edge": 800, "shortest_edge": 600}}            | asks for a size by the longest edge, which is not done
            {"size": {"shortest_edge": 600}, "do_pad": true}                 | asks for do_pad, which is not done
            {"size": -4}                                                     | the size -4 is not a whole number from 1 to 65536
            {"size": {"shortest_edge": 99999999999}}                         | the size 99999999999 is not
            {"size": {"height": "high", "width": 4}}                         | the size "high" is not
            {"size": 224, "do_center_crop": true, "crop_size": 0}            | the size 0 is not
            {"size": 224, "do_resize": false, "do_center_crop": true}        | a crop of images that are not resized
            [1, 2]                                                           | it holds no settings
            """)
    void huggingFace_whatIsNotDoneHere_isRefused(String file, String reason) throws IOException {
        write("preprocessor_config.json", file);
        assertThatThrownBy(() -> BesideModel.of(model))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("preprocessor_config.json': ")
                .hasMessageContaining(reason)
                .hasMessageContaining("or move it away and give what it says by options");
    }

    @Test
    void emptyFiles_areNamed() throws IOException {
        write("preprocessor_config.json", "");
        assertThatThrownBy(() -> BesideModel.of(model)).hasMessageContaining("it holds no settings");
        Files.delete(directory.resolve("preprocessor_config.json"));
        write("inference.yml", "no settings");
        assertThatThrownBy(() -> BesideModel.of(model)).hasMessageContaining("inference.yml': it holds no settings");
    }

    @Test
    void huggingFace_oneNumberForAllChannels_andAPadThatDoesNothing() throws IOException {
        write("preprocessor_config.json", """
                {"size": {"height": 32, "width": 32}, "do_pad": true, "image_mean": 0.5, "image_std": [0.25]}""");
        assertThat(BesideModel.of(model).hints().spec().text())
                .startsWith("32x32 RGB, STRETCH of 32, BILINEAR, mean [0.5, 0.5, 0.5], std [0.25, 0.25, 0.25]");
    }

    @Test
    void filesThatDiffer_areSaidToDiffer() throws IOException {
        write("preprocessor_config.json", """
                {"size": {"height": 32, "width": 32}, "image_mean": 0.5, "image_std": 0.5}""");
        write("config.json", """
                {"pretrained_cfg": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}""");
        assertThat(BesideModel.of(model).sources())
                .containsExactly(
                        "preprocessor_config.json (Hugging Face)",
                        "config.json (timm) where the first says nothing: they differ");
    }

    @Test
    void huggingFace_bytesThatAreNotRescaled() throws IOException {
        write("preprocessor_config.json", """
                {"do_rescale": false, "size": 224, "image_mean": [127.5, 127.5, 127.5], "image_std": [127.5, 127.5, 127.5]}""");
        PreprocessSpec spec = BesideModel.of(model).hints().spec();
        assertThat(spec.mean().get(0)).isCloseTo(0.5f, within(1e-6f));
        assertThat(spec.std().get(0)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void onnxDirectory_ofHuggingFace_isLookedAbove() throws IOException {
        write("config.json", "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}}");
        Path below = Files.createDirectory(directory.resolve("onnx")).resolve("model.onnx");
        assertThat(BesideModel.of(below).labels()).isEqualTo(new LabelSet(java.util.List.of("a", "b")));
    }

    @Test
    void timm() throws IOException {
        write("config.json", """
                {"architecture": "convnext_atto", "num_classes": 2, "label_names": ["n1", "n2"],
                 "label_descriptions": {"n1": "tench"},
                 "pretrained_cfg": {"input_size": [3, 288, 256], "interpolation": "bicubic", "crop_pct": 0.95,
                 "crop_mode": "center", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}""");
        BesideModel beside = BesideModel.of(model);
        assertThat(beside.hints().spec().text()).startsWith("288x256 RGB, CROP of 303, BICUBIC");
        assertThat(Objects.requireNonNull(beside.labels()).names()).containsExactly("tench", "n2");
        assertThat(beside.sources()).containsExactly("config.json (timm)");
    }

    @Test
    void paddle_classifier() throws IOException {
        write("inference.yml", """
                PreProcess:
                  transform_ops:
                  - ResizeImage: {resize_short: 256}
                  - CropImage: {size: 224}
                  - NormalizeImage: {channel_num: 3, mean: [0.485, 0.456, 0.406], order: '', scale: 1./255., std: [0.229, 0.224, 0.225]}
                  - ToCHWImage: null
                PostProcess:
                  Topk: {topk: 5, label_list: [cat, dog]}
                """);
        BesideModel beside = BesideModel.of(model);
        assertThat(beside.hints().spec().text())
                .startsWith("224x224 RGB, CROP of 256, BILINEAR, mean [0.485, 0.456, 0.406]");
        assertThat(Objects.requireNonNull(beside.labels()).names()).containsExactly("cat", "dog");
    }

    /** The dictionary of a text recogniser. */
    @Test
    void paddle_charactersBeyond16Bits_areRead() throws IOException {
        write("inference.yml", """
                PreProcess:
                  transform_ops:
                  - RecResizeImg: {image_shape: [3, 48, 320]}
                PostProcess:
                  name: CTCLabelDecode
                  character_dict:
                """ + "  - \uD840\uDC0B\n".repeat(5000));
        assertThat(BesideModel.of(model).hints().spec().text()).startsWith("48x320");
    }

    @Test
    void paddle_linesOfText() throws IOException {
        write("inference.yml", """
                PreProcess:
                  transform_ops:
                  - DecodeImage: {channel_first: false, img_mode: BGR}
                  - RecResizeImg: {image_shape: [3, 48, 320]}
                PostProcess:
                  name: CTCLabelDecode
                """);
        assertThat(BesideModel.of(model).hints().spec().text())
                .startsWith("48x320 BGR, PAD, BILINEAR, mean [0.5, 0.5, 0.5]");
    }

    @Test
    void whatCannotBeUnderstood_namesTheFile() throws IOException {
        write("preprocessor_config.json", "{\"size\": 224, \"resample\": 0}");
        assertThatThrownBy(() -> BesideModel.of(model))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("preprocessor_config.json")
                .hasMessageContaining("resample is 0");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
