package io.jocker.core.container.create;

import java.util.concurrent.ThreadLocalRandom;

/** Names for containers that were given none: an adjective and a bird. */
final class NameGenerator {
    private static final String[] ADJECTIVES = ("able agile amber ample apt bold brave brief bright brisk calm candid "
            + "clear clever cosy crisp curious daring deft eager early easy fair fast fine firm fleet fond free fresh "
            + "gentle glad golden good grand happy hardy honest humble jolly just keen kind large light lively loyal "
            + "lucid lucky mellow merry mild modest neat nimble noble open patient plain polite prime prompt proud "
            + "quick quiet rapid ready rich robust round royal rustic sage serene sharp silent simple sincere sleek "
            + "smart snug sober solid spry stable steady still stout strong subtle sunny sure sweet swift tame tidy "
            + "trim true upbeat vivid warm wary wise witty young zesty").split(" ");
    private static final String[] BIRDS = ("albatross auk avocet bittern blackbird bluetit bunting buzzard chaffinch "
            + "chough coot cormorant crake crane crow cuckoo curlew dipper dotterel dove duck dunlin dunnock eagle "
            + "egret eider falcon fieldfare finch flamingo fulmar gannet godwit goldcrest goose grebe grouse gull "
            + "harrier hawk heron hobby hoopoe jackdaw jay kestrel kingfisher kite kiwi knot lapwing lark linnet "
            + "magpie mallard martin merlin moorhen nightjar nuthatch oriole osprey ostrich ouzel owl parrot "
            + "partridge pelican penguin petrel pheasant pigeon pintail pipit plover pochard puffin quail raven "
            + "redpoll redshank redstart robin rook ruff sanderling shrike siskin skua skylark snipe sparrow "
            + "starling stint stonechat stork swallow swan swift teal tern thrush tit turnstone twite wagtail "
            + "warbler whimbrel whinchat wigeon woodcock woodlark wren yellowhammer").split(" ");

    String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return ADJECTIVES[random.nextInt(ADJECTIVES.length)] + "_" + BIRDS[random.nextInt(BIRDS.length)];
    }
}
