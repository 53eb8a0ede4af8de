"""The mathematics of gdsim: plain NumPy, no window, no files, no clock of its own.

How a run comes about, each noun a module or a value of this package or of ``gdsim.scenario``::

    Scenario --build--> Experiment --descend--> epochs --worker--> History, Snapshot
        --wiring--> views --edited--> Session.apply --> Scenario
    Dataset -> batch -> Network.forward -> Loss -> Network.backward = gradient
        -> Optimizer.update -> theta -> History -> plots, table, diagram

Read the modules in the order of the second line: ``datasets``, ``batches``, ``activations``,
``initializers``, ``network``, ``losses``, ``penalties``, ``objective``, ``optimizers``,
``descent``, ``keyframes``, ``history``, ``collector``, ``slices``, ``network_values``,
``snapshot``; ``gradcheck``, ``streams`` and ``steps`` stand beside them.
"""
