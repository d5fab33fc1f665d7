package io.reparam.service.rest;

import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ClassifyRequest;
import io.reparam.service.classify.ImageClassifier;
import io.reparam.service.classify.Protocol;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Classification over HTTP. Each image counts as a request of its own; the first one brings the body with it. */
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
    public Object classify(HttpServletRequest request) {
        List<ClassifyRequest> asked = new ArrayList<>();
        boolean[] many = {false};
        Supplier<ClassifyRequest> first = () -> {
            ClassifyQuery query = ClassifyQuery.parse(request.getQueryString());
            Images images = body.read(request);
            many[0] = images.many();
            asked.addAll(query.with(images.files()));
            return asked.get(0);
        };
        Classification one;
        List<Classifications.Result> results = new ArrayList<>();
        try {
            one = classifier.classify(Protocol.REST, first);
            if (!many[0]) {
                return one;
            }
            results.add(Classifications.Result.of(one));
        } catch (ServiceException e) {
            if (!many[0]) {
                throw e;
            }
            results.add(Classifications.Result.of(e));
        }
        asked.stream().skip(1).map(this::result).forEach(results::add);
        return new Classifications(results);
    }

    private Classifications.Result result(ClassifyRequest request) {
        try {
            return Classifications.Result.of(classifier.classify(Protocol.REST, () -> request));
        } catch (ServiceException e) {
            return Classifications.Result.of(e);
        }
    }
}
