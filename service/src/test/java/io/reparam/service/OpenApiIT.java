package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says all that the service answers, and nothing else. */
class OpenApiIT extends StartedService {
    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void document_listsEveryRoute_andNoOther() {
        Set<String> answered = new TreeSet<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            // a page for people is not a call
            boolean isCall = !method.hasMethodAnnotation(Hidden.class);
            if (isCall && method.getBeanType().getName().startsWith("io.reparam.")) {
                for (RequestMethod verb : mapping.getMethodsCondition().getMethods()) {
                    mapping.getPatternValues().forEach(path -> answered.add(verb + " " + path));
                }
            }
        });
        Set<String> documented = new TreeSet<>();
        document()
                .get("paths")
                .forEachEntry((path, item) -> item.propertyNames()
                        .forEach(verb -> documented.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(answered).hasSizeGreaterThan(15);
        assertThat(documented).isEqualTo(answered);
    }

    @Test
    void operations_haveSummaries_theirPathsParameters_andFailuresWithExamples() {
        document()
                .get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
                    String name = verb + " " + path;
                    assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
                    assertThat(operation.get("responses").propertyNames())
                            .as(name)
                            .contains("200");
                    for (JsonNode parameter : operation.path("parameters")) {
                        if (parameter.get("in").asString().equals("path")) {
                            assertThat(path)
                                    .as(name)
                                    .contains("{" + parameter.get("name").asString() + "}");
                        }
                    }
                    if (path.startsWith("/v2")) {
                        operation.get("responses").forEachEntry((status, response) -> {
                            if (!status.equals("200")) {
                                assertThat(response.at("/content/application~1json/example/error")
                                                .asString(""))
                                        .as(name + " " + status)
                                        .isNotBlank();
                            }
                        });
                    }
                }));
    }

    /** Two records of one simple name would share a schema, and one of them be described as the other. */
    @Test
    void answers_haveTheFieldsThatTheDocumentSays() {
        JsonNode document = document();
        List<String> looked = new ArrayList<>();
        document.get("paths").forEachEntry((path, item) -> {
            JsonNode schema = item.at("/get/responses/200/content/application~1json/schema");
            if (!schema.isMissingNode()) {
                String url = path.replace("{model}", "cifar10").replace("{version}", "1");
                assertDescribed(path, rest.get(url).json(), schema, document);
                looked.add(path);
            }
        });
        assertThat(looked).hasSizeGreaterThan(10);
    }

    private static void assertDescribed(String where, JsonNode value, JsonNode described, JsonNode document) {
        JsonNode schema = described.has("$ref")
                ? document.at(described.get("$ref").asString().substring(1))
                : described;
        if (value.isArray()) {
            assertThat(schema.path("type").asString("")).as(where).isEqualTo("array");
            value.forEach(item -> assertDescribed(where + "[]", item, schema.get("items"), document));
        } else if (value.isObject() && !schema.has("additionalProperties")) {
            assertThat(schema.path("properties").propertyNames()).as(where).containsAll(value.propertyNames());
            value.forEachEntry((name, field) ->
                    assertDescribed(where + "." + name, field, schema.at("/properties/" + name), document));
        } else if (value.isString()) {
            assertThat(schema.path("type").asString("")).as(where).isEqualTo("string");
        }
    }

    private JsonNode document() {
        return rest.get("/v3/api-docs").json();
    }
}
