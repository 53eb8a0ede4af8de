"""The mathematics of gdsim: plain NumPy, no window, no files, no clock of its own.

How a run comes about, each noun a module or a value of this package or of ``gdsim.scenario``::

    Scenario --build--> Experiment --descend--> epochs --worker--> History, Snapshot
        --wiring--> views --edited--> Session.apply --> Scenario
    Dataset -> batch -> Network.forward -> Loss -> Network.backward = gradient
        -> Optimizer.update -> theta -> History -> plots, table, diagram

Read the modules in the order of the second line: ``datasets``, ``batches``, ``activations``,
``initializers``, ``network``, ``losses``, ``penalties``, ``objective``, ``guesses`` (an objective
without a network), ``optimizers``, ``descent``, ``keyframes``, ``stopwatch``, ``history``,
``collector``, ``slices``, ``network_values``, ``snapshot``.

Then what can be asked besides: ``phases`` of an epoch, ``epoch_rows`` of one parameter; how one
derivative comes about, ``by_hand`` and in ``chains``; ``paths`` of the gradient, ``planes`` of the
loss, its ``flatness`` where the gradient is 0, its minimum in ``closed_form``; ``verdicts`` on
answers of yes or no. ``arrays``, ``streams``, ``steps`` and ``gradcheck`` serve all of them.
"""
