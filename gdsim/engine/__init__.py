"""The mathematics of gdsim: plain NumPy, no window, no files, no clock of its own.

How a run comes about, each noun a module or a value of this package or of ``gdsim.scenario``::

    Scenario --build--> Experiment --descend--> epochs --worker--> History, Snapshot
        --wiring--> views --edited--> Session.apply --> Scenario
    Dataset -> batch -> Network.forward -> Loss -> Network.backward = gradient
        -> Optimizer.update -> theta -> History -> plots, table, diagram

Read the modules in the order of the second line: ``datasets``, ``batches``, ``activations``,
``initializers``, ``network``, ``losses``, ``penalties``, ``objective``, ``guesses`` (an objective
without a network), ``functions`` and ``function_objective`` (one without data), ``optimizers``,
``descent``, ``keyframes``, ``stopwatch``, ``history``, ``collector``, ``slices``,
``network_values``, ``snapshot``.

Then what can be asked besides: ``phases`` of an epoch, ``epoch_rows`` of one parameter; how one
derivative comes about, ``by_hand`` and in ``chains``; ``paths`` of the gradient, ``planes`` of the
loss and the ``directions`` that span them, ``ghost_slices`` at earlier epochs, its ``flatness``
where the gradient is 0, its minimum in ``closed_form``; many runs at once, ``restarts``, and their
``outcomes``; ``verdicts`` on answers of yes or no. ``arrays``, ``streams``, ``steps`` and
``gradcheck`` serve all of them. And a game: ``hidden_curves``, whose lowest place is to be found by
few ``probes``.

A formula that a person types goes through ``expression_tokens``, ``expression_trees``,
``expression_functions``, ``expression_names`` and ``expression_parser`` to ``expressions``, and
out again by ``expression_texts``; ``minima`` are its lowest places, ``breaks`` where its curve is
not smooth, and ``basins`` say which minimum each start leads to.
"""
