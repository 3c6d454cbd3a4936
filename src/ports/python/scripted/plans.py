"""The plans of a script: what is executed for each operation."""

from .effects import MODEL, STREAM
from .looking import Missing
from .loss_plans import LossPlans
from .plan import Plan
from .sample_plans import SamplePlans
from .text_plans import TextPlans
from .training_plans import TrainingPlans
from .tree import ends


class Plans(TextPlans, LossPlans, TrainingPlans, SamplePlans):
    """All plans, those of whole programs among them."""

    def learning(self):
        """The script as it is, up to the end of training: what comes before, what of it reads documents, and a step."""
        roles = self._roles
        top, slicer = self._top(bare=True)
        place = self._place(roles.training)
        step, before = self._loop(top, slicer, set(), MODEL | {STREAM})
        document = slicer.needed(top[place].body[:roles.back], {roles.tokens}, {roles.step})[0]
        return Plan(step=step, document=[s for s in document if not ends(s)],
                    **self._beginning(top[:place], slicer, before | {roles.state, roles.bos}, set()))

    def _beginning(self, top, slicer, wanted, given):
        """What comes before training, and what of it reads documents."""
        docs, place = self._roles.docs
        return {'before': slicer.needed(top, wanted | {docs}, given)[0],
                'reading': slicer.needed(top[:place], {docs}, given)[0]}

    def program(self):
        """The whole script: what comes before training, a step, what comes before samples, and a sample."""
        roles = self._roles
        top, slicer = self._top(but=['vocab_size'])
        given = self._given('__drawn') - self._constants.names.get('vocab_size', set())
        first, second = self._place(roles.training), self._place(roles.sampling)
        if second < first:
            raise Missing('samples are drawn before training (line %d)' % roles.sampling.lineno)
        ending = [s for s in top[second].body if ends(s)]
        sample, wanted, _ = slicer.loop(top[second].body, ending, given, {roles.sample, STREAM} | MODEL)
        between, wanted = slicer.needed(top[first + 1:second], wanted, given)
        step, before = self._loop(top, slicer, given, MODEL | {STREAM})
        wanted |= before | {roles.state}
        return Plan(step=step, between=between, sample=sample, **self._beginning(top[:first], slicer, wanted, given))
