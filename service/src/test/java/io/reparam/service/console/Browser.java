package io.reparam.service.console;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.FluentWait;

/** Debian's Chromium without a window, and what a person does with the page. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MARGIN = 24;
    private static final String AXE = "/axe.min.js";

    final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
    }

    void open(String address) {
        driver.get(address);
        until(() -> driver.findElements(By.cssSelector("[data-variant].answer")).size() == 2);
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What is seen of the page, down to the end of an element. */
    BufferedImage pageTo(String selector) throws IOException {
        Number end = (Number) Objects.requireNonNull(driver.executeScript(
                "return document.querySelector(arguments[0]).getBoundingClientRect().bottom", selector));
        BufferedImage window = ImageIO.read(new ByteArrayInputStream(driver.getScreenshotAs(OutputType.BYTES)));
        return window.getSubimage(0, 0, window.getWidth(), Math.min(window.getHeight(), end.intValue() + MARGIN));
    }

    void clickSample(String name) {
        one("img[alt='Sample: " + name + "']").click();
    }

    /** Waits for the outcome, in words. */
    String verdict() {
        until(() -> !text("#verdict").isBlank());
        return text("#verdict");
    }

    String problem() {
        until(() -> !text("#problem").isBlank());
        return text("#problem");
    }

    /** As if a file were dropped ({@code drop}) or pasted ({@code paste}). */
    void hand(String event, byte[] content, String name) {
        driver.executeScript("""
                const bytes = Uint8Array.from(atob(arguments[1]), c => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], arguments[2]));
                document.dispatchEvent(arguments[0] === 'paste'
                    ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
                    : new DragEvent(arguments[0], {dataTransfer: data, bubbles: true, cancelable: true}));
                """, event, Base64.getEncoder().encodeToString(content), name);
    }

    @Nullable
    String attribute(String selector, String name) {
        return (String) driver.executeScript(
                "return document.querySelector(arguments[0]).getAttribute(arguments[1])", selector, name);
    }

    /** Of what stays where it is. */
    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Texts of what is there at one instant: the page redraws itself, and an element may be gone before it is asked. */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>) Objects.requireNonNull(driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector));
    }

    String text(String selector) {
        return String.join("\n", texts(selector));
    }

    void until(Supplier<Boolean> condition) {
        new FluentWait<>(driver)
                .withTimeout(PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .until(ignored -> condition.get());
    }

    /** What the page wrote to the console, breaches of its own policy among it. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe finds wrong, as {@code rule: element}. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        driver.executeScript(axe());
        return (List<String>) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(found => done(found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`))),
                    failure => done([String(failure)]));
                """));
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream(AXE), AXE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
