"""Operations on documents and tokens."""

from .asked import Asked
from .space import FILES, Space
from .wire import listed, text


class Texts(Asked):
    """Each method without an underline before its name is an operation."""

    def documents(self, request):
        plan, (docs, _) = self._plan('documents'), self._roles.docs
        dataset = request.bytes()
        return [listed(self._reading(Space({}, self.path), plan['all'], dataset)[docs], text)]

    @staticmethod
    def _reading(space, code, dataset):
        FILES.holding(dataset)
        try:
            return space.run(code)
        finally:
            FILES.holding(None)

    def tokenizer(self, request):
        plan, noted = self._plan('tokenizer'), []
        given = {self._roles.docs[0]: request.texts(), '__characters': lambda x: noted.append(x) or x}
        space = Space(given, self.path).run(plan['all'])
        return [listed(noted[0], text), str(space[self._roles.bos]), str(space['__vocabulary'])]

    def encode(self, request):
        return [listed(self._encoded(request.texts(), request.text()), str)]

    def _encoded(self, uchars, doc):
        given = {'__uchars': uchars, self._roles.docs[0]: [doc], self._roles.trained: [doc], self._roles.step: 0}
        return Space(given, self.path).run(self._plan('encode')['all'])[self._roles.tokens]

    def decode(self, request):
        plan, uchars, tokens = self._plan('decode'), request.texts(), request.integers()
        given = self._constants.given({'block_size': len(tokens), 'temperature': 1}, vocab_size=len(uchars) + 1)
        drawn = iter(tokens)
        given.update({'__uchars': uchars, '__choices': lambda *_, **__: [next(drawn)]})
        space = self._space(given).run(plan['model'])
        if space[self._roles.bos] in tokens:  # where the script draws it, the sample ends
            raise ValueError('decode: %d is BOS, which stands for no character (tokenizer.7)' % space[self._roles.bos])
        space.give(__given_logits=[space[self._roles.value.name](0.0) for _ in range(len(uchars) + 1)])
        return [text(self._sampled(space, plan))]
