package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.ActivationBlock;
import io.reparam.train.block.ClassifierHead;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.HiddenClassifierHead;
import io.reparam.train.block.MaxPool;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;

/** A net under construction: blocks in order, and the size of what comes out of the last one. */
final class Trunk {
    private final Sequence net = new Sequence();
    private final AttentionSites places;
    private final int classes;
    private FeatureMap map;

    Trunk(NetSpec spec) {
        places = spec.attention().places();
        classes = spec.classes();
        map = spec.image();
    }

    /** What the next block gets. */
    FeatureMap map() {
        return map;
    }

    AttentionSites places() {
        return places;
    }

    Trunk then(String name, NetBlock block, FeatureMap output) {
        net.then(name, block);
        map = output;
        return this;
    }

    /** A convolution, its norm and an activation. */
    Trunk conv(String name, int channels, Geometry geometry, Activation activation) {
        ConvBatchNorm conv = new ConvBatchNorm(map, channels, geometry);
        then(name, conv, conv.output());
        return then(name + "Activation", new ActivationBlock(activation), map);
    }

    Trunk maxPool(String name, int kernel, int stride, int padding) {
        return then(
                name,
                new MaxPool(kernel, stride, padding),
                map.after(map.channels(), Geometry.square(kernel, stride).padded(padding)));
    }

    /** Ends the net with a global average and a fully connected layer. */
    NetBlock classifier() {
        return net.then("head", new ClassifierHead(map.channels(), classes));
    }

    /** Ends the net with a global average and two fully connected layers. */
    NetBlock classifier(int hidden, Activation activation) {
        return net.then("head", new HiddenClassifierHead(map.channels(), hidden, activation, classes));
    }
}
