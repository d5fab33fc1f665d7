package io.reparam.service.rest;

import io.reparam.service.classify.Call;
import io.reparam.service.classify.Calls;
import io.reparam.service.classify.Classification;
import io.reparam.service.classify.ClassifyRequest;
import io.reparam.service.classify.ImageClassifier;
import io.reparam.service.classify.Protocol;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Classification over HTTP. Each image counts as a request of its own; the first one brings the body with it. */
@RestController
final class ClassifyController implements ClassifyApi {
    private final Calls calls;
    private final ImageClassifier classifier;
    private final ImageBody body;

    ClassifyController(Calls calls, ImageClassifier classifier, ImageBody body) {
        this.calls = calls;
        this.classifier = classifier;
        this.body = body;
    }

    // no "consumes": clients send images with any content type, or with none
    @PostMapping("/v1/classify")
    @Override
    public Object classify(HttpServletRequest request) {
        String model = ClassifyQuery.value(request.getQueryString(), "model");
        String variant = ClassifyQuery.value(request.getQueryString(), "variant");
        Call first = calls.receive(Protocol.REST, model, variant);
        RequestImages images;
        List<ClassifyRequest> asked;
        try {
            ClassifyQuery query = ClassifyQuery.parse(request.getQueryString());
            images = body.read(request);
            asked = query.with(images.files());
        } catch (RuntimeException | Error e) {
            throw first.failed(e);
        }
        if (!images.many()) {
            return answer(first, asked.get(0));
        }
        List<Classifications.Result> results = new ArrayList<>();
        for (ClassifyRequest one : asked) {
            results.add(result(results.isEmpty() ? first : calls.receive(Protocol.REST, model, variant), one));
        }
        return new Classifications(results);
    }

    private Classification answer(Call call, ClassifyRequest request) {
        try {
            return call.answered(classifier.classify(call, request));
        } catch (RuntimeException | Error e) {
            throw call.failed(e);
        }
    }

    private Classifications.Result result(Call call, ClassifyRequest request) {
        try {
            return Classifications.Result.of(answer(call, request));
        } catch (ServiceException e) {
            return Classifications.Result.of(e);
        }
    }
}
