package io.reparam.service.rest;

import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ImageClassifier;
import io.reparam.service.classify.Protocol;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Classification over HTTP. */
@RestController
final class ClassifyController implements ClassifyApi {
    private final ImageClassifier classifier;
    private final ImageBody body;

    ClassifyController(ImageClassifier classifier, ImageBody body) {
        this.classifier = classifier;
        this.body = body;
    }

    // no "consumes": clients send images with any content type, or with none
    @PostMapping("/v1/classify")
    @Override
    public Classification classify(HttpServletRequest request) {
        return classifier.classify(
                Protocol.REST,
                () -> ClassifyQuery.parse(request.getQueryString()).with(body.read(request)));
    }
}
