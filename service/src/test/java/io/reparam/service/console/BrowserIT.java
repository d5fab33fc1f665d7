package io.reparam.service.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser. */
@Tag("chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT extends StartedService {
    /** Samples before a picture of an answer: the first answers of a service are slow. */
    private static final List<String> WARM_UP = List.of("ship", "cat", "dog", "horse", "deer", "bird", "truck", "frog");

    private static final byte[] TEXT = "not an image".getBytes(StandardCharsets.US_ASCII);

    private final Browser browser = new Browser();

    @BeforeAll
    void wide() {
        browser.size(1280, 1000);
    }

    @AfterAll
    void quit() {
        browser.close();
    }

    @BeforeEach
    void open() {
        browser.open(rest.address() + "/");
        browser.complaints();
    }

    @Test
    void sample_bothVariantsAnswer_asTheApiDoes() throws IOException {
        byte[] frog = Files.readAllBytes(Path.of("src/main/resources/static/samples/frog.png"));
        browser.clickSample("frog");
        assertThat(browser.verdict()).startsWith("Both say frog").contains("net of reparam");
        for (String variant : List.of("attention", "reparam")) {
            List<String> labels = rest.post("/v1/classify?variant=" + variant, frog, null)
                    .json()
                    .findValuesAsString("label");
            assertThat(browser.texts("[data-variant=" + variant + "] .ranks .label"))
                    .isEqualTo(labels);
            assertThat(browser.texts("[data-variant=" + variant + "] .legend dt"))
                    .containsExactly("decode", "preprocess", "queue", "net", "rank");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void card_showsCertificateAndStripes() {
        browser.until(
                () -> Boolean.TRUE.equals(
                        browser.driver.executeScript(
                                "const i = document.querySelector('figure.stripes img'); return i !== null && i.complete && i.naturalWidth > 100")));
        assertThat(browser.text("figure.stripes figcaption")).startsWith("Attention values of attention");
        assertThat(browser.texts("table.facts td"))
                .anySatisfy(fact -> assertThat(fact).startsWith("EQUIVALENT").contains("3,000 images"));
    }

    @Test
    void model_saysWhatItKnows_andSamplesAreForModelsThatKnowThem() {
        browser.until(() -> browser.text("#about").startsWith("The model knows 10 classes: airplane, automobile"));
        assertThat(browser.text("#about")).contains("32x32 pixels");
        assertThat(browser.one("#samples").isDisplayed()).isTrue();
        Object hidden = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import(location.origin + '/assets/intake.js').then(({intake}) => {
                    const samples = document.getElementById('samples');
                    samples.replaceChildren();
                    intake(() => {}, () => {}).offer(['tench', 'goldfish']);
                    done(samples.hidden);
                }, done);
                """);
        assertThat(hidden).isEqualTo(true);
    }

    @Test
    void answer_withoutAMajority_isCalledUncertain() {
        Object doubts = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const answer = share => [{predictions: [{label: 'cat', probability: share}, {label: 'dog', probability: 0.3}]}];
                import(location.origin + '/assets/compare.js').then(({doubts}) =>
                    done([doubts([answer(0.9), answer(0.8)]), doubts([answer(0.9), answer(0.45)])].flat()), done);
                """);
        assertThat(String.join(
                        "",
                        ((List<?>) Objects.requireNonNull(doubts))
                                .stream().map(String::valueOf).toList()))
                .isEqualTo("Uncertain: cat has 45.0 %, dog 30.0 %. The image may show none of the model's classes.");
    }

    @Test
    void ratio_isSaidOnceItIsClear() {
        Object said = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const runs = (value, count) => Array.from({length: count}, (_, i) => value + i % 3);
                import(location.origin + '/assets/ratio.js').then(({pairedRatio, ratioText}) => done([
                    [runs(3000, 9), runs(1000, 9)], [runs(3000, 7), runs(1000, 7)], [runs(3000, 9), runs(0, 9).fill(0)],
                    [runs(100200, 9), runs(100000, 9)]].map(([left, right]) => ratioText(pairedRatio(left, right)))), done);
                """);
        List<?> texts = (List<?>) Objects.requireNonNull(said);
        assertThat(String.valueOf(texts.get(0))).startsWith("3.00 times as fast");
        assertThat(String.valueOf(texts.get(1))).contains("not clear yet");
        assertThat(String.valueOf(texts.get(2))).contains("not clear yet");
        assertThat(String.valueOf(texts.get(3))).isEqualTo("as fast within a hundredth");
    }

    @Test
    void page_asksNobodyElse() {
        browser.clickSample("ship");
        browser.verdict();
        Object asked = browser.driver.executeScript("return performance.getEntriesByType('resource').map(e => e.name)");
        assertThat((List<?>) Objects.requireNonNull(asked))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.toString()).matches("(blob:)?" + rest.address() + "/.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "paste"})
    void image_handedOver_isAnswered(String event) {
        browser.hand(event, SampleImages.first().jpeg(), "mine.jpg");
        assertThat(browser.verdict()).isNotBlank();
        assertThat(browser.text("#caption")).isEqualTo("mine.jpg");
        assertThat(browser.text("#problem")).isEmpty();
    }

    @Test
    void image_chosen_isAnswered(@TempDir Path directory) throws IOException {
        Path file = Files.write(
                directory.resolve("chosen.png"), SampleImages.first().png());
        browser.one("#file").sendKeys(file.toString());
        assertThat(browser.verdict()).isNotBlank();
        assertThat(browser.text("#caption")).isEqualTo("chosen.png");
    }

    @Test
    void badFile_isRefusedWithTheReason_andTheNextImageIsAnswered() {
        browser.hand("drop", TEXT, "notes.txt");
        assertThat(browser.problem()).contains("Not a usable image").contains("PNG, JPEG, WebP");
        assertThat(browser.texts(".answer .best")).containsOnly("waits for an image");
        assertThat(browser.one("#load").isEnabled()).isFalse();
        browser.clickSample("cat");
        browser.verdict();
        assertThat(browser.text("#problem")).isEmpty();
    }

    @Test
    void fileName_withMarkup_isText() {
        browser.hand("drop", TEXT, "<img src=x onerror=alert(1)>.png");
        browser.problem();
        assertThat(browser.text("#caption")).isEqualTo("<img src=x onerror=alert(1)>.png");
    }

    @Test
    void keyboard_alone_reachesEverything() {
        tabTo("button[title=dog]");
        assertThat(browser.one("button[title=dog]").getCssValue("outline-style"))
                .isEqualTo("solid");
        press(Keys.ENTER);
        browser.verdict();
        assertThat(browser.one("button[title=dog]").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        tabTo("#file");
        assertThat(browser.one("label[for=file]").getCssValue("outline-style")).isEqualTo("solid");
        tabTo("input[name=part]");
        press(Keys.ARROW_RIGHT);
        assertThat(browser.one("input[value=request]").isSelected()).isTrue();
        tabTo("#load");
        press(Keys.SPACE);
        browser.until(() -> browser.text("#load").equals("Stop"));
        press(Keys.SPACE);
        browser.until(() -> browser.text("#load-state").equals("Stopped"));
    }

    @Test
    void chart_underLoad_getsPointsAndNumbersOfBothVariants() {
        browser.clickSample("truck");
        browser.verdict();
        browser.one("#load").click();
        for (String tone : List.of("tone-left", "tone-right")) {
            browser.until(() -> String.valueOf(browser.attribute("#chart path.p50." + tone, "d"))
                    .contains("L"));
        }
        browser.until(
                () -> browser.texts("#latency-table td:nth-of-type(1)").stream().allMatch(text -> text.endsWith("ms")));
        assertThat(browser.attribute("#chart svg", "aria-label"))
                .contains("attention: p50")
                .contains("reparam: p50");
    }

    @Test
    void quantile_ofTwoLooks_isInterpolatedAsPrometheusDoes() {
        Object result = browser.driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                import(location.origin + '/assets/histogram.js').then(({quantile}) => done([
                    quantile(0.5, [0.001, 0.002, 0.004], {counts: [5, 5, 5], count: 5}, {counts: [5, 13, 15], count: 15}),
                    quantile(0.99, [0.001, 0.002], undefined, {counts: [1, 1], count: 10}),
                    quantile(0.5, [0.001], {counts: [3], count: 3}, {counts: [3], count: 3})]), done);
                """);
        List<?> quantiles = (List<?>) Objects.requireNonNull(result);
        // the 5th of 10 new requests is the 5th of the 8 between 1 and 2 ms
        assertThat(((Number) quantiles.get(0)).doubleValue()).isCloseTo(1.625, within(1e-9));
        assertThat(((Number) quantiles.get(1)).doubleValue()).isEqualTo(2);
        assertThat(quantiles.get(2)).isNull();
    }

    /** Also makes the README's pictures: CONTRIBUTING.md has the command. Those wait until it is clear which net is faster. */
    @ParameterizedTest
    @CsvSource({"light, 255", "dark, 0"})
    void picture_hasTheBackgroundOfItsScheme(String scheme, int background) throws IOException {
        String directory = System.getProperty("pictures");
        browser.colours(scheme);
        browser.size(1160, 1000);
        try {
            for (String sample : directory == null ? List.of("frog") : WARM_UP) {
                browser.clickSample(sample);
                browser.verdict();
                browser.until(
                        () -> browser.texts(".time-head span").stream().allMatch(text -> text.contains("median")));
            }
            if (directory != null) {
                browser.until(() -> browser.texts("#verdict").toString().contains("times as fast"));
            }
            BufferedImage page = browser.pageTo("#stage");
            Path file = Path.of(directory == null ? "target/pictures" : directory, "page-" + scheme + ".png");
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            assertThat(ImageIO.write(page, "png", file.toFile())).isTrue();
            assertThat(page.getRGB(2, page.getHeight() / 2) & 0xff).isCloseTo(background, within(60));
        } finally {
            browser.size(1280, 1000);
            browser.colours("light");
        }
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 1280", "light, 400"})
    void axe_findsNoBarrier(String scheme, int width) {
        browser.colours(scheme);
        browser.size(width, 1000);
        try {
            assertThat(browser.barriers()).as("empty").isEmpty();
            browser.clickSample("frog");
            browser.verdict();
            browser.until(() -> browser.texts(".time-head span").stream().allMatch(text -> text.contains("median")));
            assertThat(browser.barriers()).as("answered").isEmpty();
            browser.hand("drop", TEXT, "notes.txt");
            browser.problem();
            assertThat(browser.barriers()).as("refused").isEmpty();
            Object overflow = browser.driver.executeScript(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).as("pixels to scroll sideways").isEqualTo(0L);
        } finally {
            browser.size(1280, 1000);
            browser.colours("light");
        }
    }

    /** Presses Tab until the element has the focus. */
    private void tabTo(String selector) {
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            Object there =
                    browser.driver.executeScript("return document.activeElement.matches(arguments[0])", selector);
            if (Boolean.TRUE.equals(there)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    private void press(Keys key) {
        new Actions(browser.driver).sendKeys(key).perform();
    }
}
